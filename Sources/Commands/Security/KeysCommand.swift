import ArgumentParser

struct KeysCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "keys",
        abstract: "Makes, lists and takes back the keys by which a cluster knows its own.",
        discussion: """
            A topology uses a key directory with `master: {transport: {security: {keys: DIR}}}`: all \
            links are then encrypted, and only the workers whose keys lie in it come in, each under \
            its own name.
            """,
        subcommands: [
            KeysGenerateCommand.self, KeysListCommand.self, KeysRevokeCommand.self,
        ]
    )
}
