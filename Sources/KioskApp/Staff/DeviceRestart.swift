import Foundation

/// Asks the system to restart the device.
enum DeviceRestart {
    /// By way of logind, which lets the kiosk's account do it where scripts/install-kiosk has put the rule.
    ///
    /// - Returns: Why it was not begun, with what to do; nil when it was.
    static func begin(program: String = "/usr/bin/systemctl") -> String? {
        let mend = "A technician puts the rule in place with scripts/install-kiosk; pulling the plug is safe as well."
        let process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = ["--no-ask-password", "reboot"]
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        let complaint = Pipe()
        process.standardError = complaint
        do {
            try process.run()
        } catch {
            return "\(program) can't be started. \(mend)"
        }
        let said = complaint.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        guard process.terminationStatus != 0 else { return nil }
        let reason = String(decoding: said, as: UTF8.self).split(whereSeparator: \.isNewline).first ?? "no reason given"
        return "The system refuses: \(reason). \(mend)"
    }
}
