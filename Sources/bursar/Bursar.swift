import Commands

/// The `bursar` program.
@main
struct Bursar {
    nonisolated static func main() async {
        await BursarCommand.start()
    }
}
