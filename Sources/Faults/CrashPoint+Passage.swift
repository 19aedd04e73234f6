#if DEBUG
    import Glibc
    import Synchronization

    extension CrashPoint {
        /// Comes by this place: the armed one ends the process at once, as `kill -9` does.
        package static func reached(_ point: CrashPoint) {
            guard let arming, point == arming.point else { return }
            if passages.wrappingAdd(1, ordering: .relaxed).newValue == arming.passage { kill(getpid(), SIGKILL) }
        }

        /// Which passage of which point ends the process.
        package struct Arming: Equatable, Sendable {
            package let point: CrashPoint
            /// From 1.
            package let passage: Int

            /// Reads `name[:n]`; nil where no point has that name or `n` is no positive number.
            package init?(_ text: String) {
                let parts = text.split(separator: ":", omittingEmptySubsequences: false)
                guard (1...2).contains(parts.count), let point = CrashPoint.all.first(where: { $0.name == parts[0] }),
                    let passage = parts.count == 2 ? Int(parts[1]) : 1, passage >= 1
                else { return nil }
                self.point = point
                self.passage = passage
            }
        }

        /// Every place, for drivers that try them all.
        package static var all: [CrashPoint] {
            [
                draftWritten, draftCommitted, draftTakenAway, lineWritten, lineCommitted, settlementWritten,
                settlementCommitted, surveyWritten, surveyFetched, surveyStaged, surveyTakenDown, surveyActivated,
                fileWritten,
                fileRenamed, fileSaved, saveAnswered, verdictsReceived, groupWritten, groupCommitted,
            ]
        }

        /// A name that nobody knows ends the program: a run that was meant to crash and did not would prove nothing.
        private static let arming: Arming? = {
            guard let text = getenv("SMILEPOST_CRASH_AT").map({ String(cString: $0) }) else { return nil }
            guard let arming = Arming(text) else {
                let message = "SMILEPOST_CRASH_AT names no crash point: \(text)\n"
                write(STDERR_FILENO, message, message.utf8.count)
                exit(64)
            }
            return arming
        }()
        private static let passages = Atomic(0)
    }
#else
    extension CrashPoint {
        /// Nothing, in a release build.
        @inlinable @inline(__always) package static func reached(_ point: @autoclosure () -> CrashPoint) {}
    }
#endif
