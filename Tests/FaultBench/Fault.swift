import CFaultVFS

/// What a disk does at one of its calls.
package struct Fault: Equatable, Sendable {
    /// Kinds of calls; counted together.
    package struct Calls: OptionSet, Sendable {
        package let rawValue: Int32

        package init(rawValue: Int32) { self.rawValue = rawValue }

        package static let read = Calls(rawValue: Int32(smilepost_fault_read))
        package static let write = Calls(rawValue: Int32(smilepost_fault_write))
        package static let sync = Calls(rawValue: Int32(smilepost_fault_sync))
        package static let truncate = Calls(rawValue: Int32(smilepost_fault_truncate))
        package static let delete = Calls(rawValue: Int32(smilepost_fault_delete))
        /// All that can change the disk.
        package static let changes: Calls = [.write, .sync, .truncate, .delete]
    }

    package enum Action: String, Sendable {
        case ioError = "io-error"
        case diskFull = "disk-full"
        case shortWrite = "short-write"
        case powerCut = "power-cut"
        case kill
        case plugPulled = "plug-pulled"
    }

    package var calls: Calls
    /// Which of these calls, from 1.
    package var nth: Int
    package var action: Action
    /// Every later call too.
    package var repeats = false
    package var loss = Loss.everything

    package init(_ action: Action, at nth: Int, of calls: Calls, repeats: Bool = false, loss: Loss = .everything) {
        self.calls = calls
        self.nth = nth
        self.action = action
        self.repeats = repeats
        self.loss = loss
    }
}

/// What becomes of unsynced changes when the power goes.
package enum Loss: Equatable, Sendable {
    case everything
    case nothing
    /// Each write kept, dropped or torn, by the seed.
    case some(seed: UInt64)

    var code: Int32 {
        switch self {
        case .everything: Int32(smilepost_loss_all)
        case .nothing: Int32(smilepost_loss_none)
        case .some: Int32(smilepost_loss_some)
        }
    }

    var seed: UInt64 {
        if case .some(let seed) = self { seed } else { 0 }
    }
}

extension Fault.Action {
    var code: Int32 {
        switch self {
        case .ioError: Int32(smilepost_fault_io_error)
        case .diskFull: Int32(smilepost_fault_disk_full)
        case .shortWrite: Int32(smilepost_fault_short_write)
        case .powerCut: Int32(smilepost_fault_power_cut)
        case .kill: Int32(smilepost_fault_kill)
        case .plugPulled: Int32(smilepost_fault_plug_pulled)
        }
    }
}

extension Fault {
    /// Reads `action:calls:nth`, such as `io-error:sync:3` or `kill:changes:17`; for a program's environment.
    package init?(_ text: String) {
        let kinds: [String: Calls] = [
            "read": .read, "write": .write, "sync": .sync, "truncate": .truncate, "delete": .delete,
            "changes": .changes,
        ]
        let parts = text.split(separator: ":").map(String.init)
        guard parts.count == 3, let action = Action(rawValue: parts[0]), let calls = kinds[parts[1]],
            let nth = Int(parts[2]), nth >= 1
        else { return nil }
        self.init(action, at: nth, of: calls)
    }
}
