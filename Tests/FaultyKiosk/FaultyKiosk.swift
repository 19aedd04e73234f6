import CFaultFiles
import FaultBench
import Foundation
import Glibc
import KioskApp
import KioskStore

/// The kiosk on a disk that can fail: for tests only, and no product.
///
///     faulty-kiosk day FOLDER FIRST COUNT     customers and a sync lane, without a screen; every word as a JSON line
///     faulty-kiosk files FOLDER               replaces a file of the state folder three times, and says so each time
///     faulty-kiosk …                          the arguments of smilepost-kiosk
///
/// `SMILEPOST_FAULT=action:calls:nth` strikes the databases of the folder in `SMILEPOST_FAULT_FOLDER`;
/// `SMILEPOST_FILE_CUT=n` cuts the power at the n-th step of its other files.
@main
enum FaultyKiosk {
    static func main() throws {
        let disk = try disk()
        defer { withExtendedLifetime(disk) {} }
        let arguments = Array(CommandLine.arguments.dropFirst())
        switch arguments.first {
        case "day":
            let numbers = arguments.suffix(2).compactMap { Int($0) }
            guard arguments.count == 4, numbers.count == 2 else { exit(64) }
            try KioskDay(customers: numbers[0]..<numbers[0] + numbers[1]).run(in: arguments[1]) { word in
                try say(JSONEncoder().encode(word))
            }
        case "files":
            guard arguments.count == 2 else { exit(64) }
            try replaceFiles(in: StateFolder(arguments[1]))
        default: KioskProgram.start()
        }
    }

    private static let environment = ProcessInfo.processInfo.environment

    private static func disk() throws -> FaultDisk? {
        guard let text = environment["SMILEPOST_FAULT"] else { return nil }
        guard let folder = environment["SMILEPOST_FAULT_FOLDER"], let fault = Fault(text) else { exit(64) }
        let disk = try FaultDisk(watching: folder)
        disk.arm(fault)
        return disk
    }

    private static func replaceFiles(in folder: StateFolder) throws {
        guard let cut = environment["SMILEPOST_FILE_CUT"].flatMap({ Int($0) }),
            smilepost_fault_files_arm(folder.path, cut) == 0
        else { exit(64) }
        for number in 1...3 {
            try folder.save(
                Enrolment(
                    kioskID: String(number), credential: "secret", collectorID: "c", collectorURL: "http://c.test",
                    branch: .init(id: "b", name: "B", timeZone: "UTC")))
            try say(Data(String(number).utf8))
        }
    }

    /// At once: whatever ends this process, what it said before was heard.
    private static func say(_ line: Data) throws {
        let bytes = line + [10]
        _ = bytes.withUnsafeBytes { write(STDOUT_FILENO, $0.baseAddress, $0.count) }
    }
}
