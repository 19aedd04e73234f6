import CollectorApp

@main
struct SmilepostCollector {
    static func main() async { await CollectorCommand.start() }
}
