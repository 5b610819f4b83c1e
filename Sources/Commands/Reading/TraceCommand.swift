import ArgumentParser

struct TraceCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "trace",
        abstract: "Reads what processes said and why money moved.",
        subcommands: [
            TraceListCommand.self, TraceShowCommand.self, TraceFollowCommand.self,
            TraceWhyCommand.self, TraceWhyNotCommand.self, TraceLifeCommand.self,
            TraceGraphCommand.self, TraceStatsCommand.self, TraceExportCommand.self,
        ]
    )
}
