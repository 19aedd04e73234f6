import OpsApp

/// The program of central operations; everything is in OpsApp.
@main
enum Main {
    static func main() async { await OpsCommand.start() }
}
