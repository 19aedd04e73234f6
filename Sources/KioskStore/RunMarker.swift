import Foundation

/// That a kiosk runs, and what it shows: in the state folder from the start of `run` to its clean end.
///
/// A marker that is still there at the next start tells how the run before ended.
package struct RunMarker: Equatable, Sendable, Codable {
    /// The kernel's boot id at the start of the run.
    package let boot: String
    /// What is on the screen, or was about to be; nil for none, for a local file, and where the run was ended by
    /// something that is no survey's fault.
    package let survey: BundleName?

    package init(boot: String, survey: BundleName?) {
        self.boot = boot
        self.survey = survey
    }
}

/// How the run before this one ended.
package enum RunEnding: Equatable, Sendable {
    /// It was told to stop, or there was none.
    case clean
    /// A trap, the watchdog or a kill within this boot, with this on the screen: that may be the survey's fault.
    case crashed(showing: BundleName?)
    /// The device went down under it: a pulled plug is nobody's fault, but files may have suffered.
    case powerLost

    /// - Parameters:
    ///   - marker: What the run has left.
    ///   - boot: The kernel's boot id of now.
    package init(leaving marker: RunMarker?, boot: String) {
        guard let marker else {
            self = .clean
            return
        }
        self = marker.boot == boot ? .crashed(showing: marker.survey) : .powerLost
    }

    /// Whether nobody closed the files: they deserve a check.
    package var isUnclean: Bool { self != .clean }
}

extension StateFolder {
    private static let runMarkerName = "run.json"

    /// How the run before ended; only for who holds the folder's lock, before `beginRun`.
    ///
    /// A marker that can't be read was not closed by anybody either, and blames nobody.
    ///
    /// - Parameter boot: The kernel's boot id of now.
    package func lastRun(boot: String) -> RunEnding {
        do throws(StoreError) {
            guard let data = try read(Self.runMarkerName) else { return .clean }
            guard let marker = try? JSONDecoder().decode(RunMarker.self, from: data) else { return .powerLost }
            return RunEnding(leaving: marker, boot: boot)
        } catch {
            return .powerLost
        }
    }

    /// Marks that a kiosk runs, durably: before the survey it names is parsed or drawn.
    package func beginRun(_ marker: RunMarker) throws(StoreError) {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        guard let data = try? encoder.encode(marker) else {
            throw .unreadable(path: file(Self.runMarkerName), reason: "the run can't be written as JSON")
        }
        try save(data, as: Self.runMarkerName)
    }

    /// The run was told to stop and has closed its files.
    package func endRun() throws(StoreError) { try remove(Self.runMarkerName) }
}
