import KioskApp

/// The kiosk's program; everything is in KioskApp.
@main
enum Main {
    static func main() { KioskProgram.start() }
}
