import CFaultVFS

/// The disk under one folder's databases: as good as any, until it is told to fail.
///
/// Only databases that are opened after it was made have to do with it. It models durability by itself: what was not
/// synced meets its loss at a power cut, and the real disk is never asked to sync.
package final class FaultDisk: @unchecked Sendable {
    private let disk: OpaquePointer

    /// No such folder, or SQLite takes no further VFS.
    package struct NoDisk: Error {}

    package init(watching folder: String) throws {
        guard smilepost_fault_vfs_install() == 0, let disk = smilepost_fault_disk_watch(folder) else { throw NoDisk() }
        self.disk = disk
    }

    deinit { smilepost_fault_disk_forget(disk) }

    /// Arms a fault in place of the one before; its calls count from here.
    package func arm(_ fault: Fault) {
        smilepost_fault_disk_arm(
            disk, fault.calls.rawValue, UInt64(fault.nth), fault.action.code, fault.repeats ? 1 : 0, fault.loss.code,
            fault.loss.seed)
    }

    /// From now on it says "synced" and has done nothing.
    package func lie() { smilepost_fault_disk_lie(disk, 1) }

    /// Cuts the power at this moment.
    package func cutPower(_ loss: Loss) { smilepost_fault_disk_cut(disk, loss.code, loss.seed) }

    /// Power is back, and nothing is armed; databases must be opened anew.
    package func restore() { smilepost_fault_disk_restore(disk) }

    /// Whether the power is cut.
    package var isDead: Bool { smilepost_fault_disk_is_dead(disk) != 0 }

    /// Calls since the beginning.
    package func calls(_ calls: Fault.Calls) -> Int { Int(smilepost_fault_disk_calls(disk, calls.rawValue)) }

    /// How often a fault struck.
    package var strikes: Int { Int(smilepost_fault_disk_strikes(disk)) }
}
