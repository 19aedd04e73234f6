import KioskStore
import Logging
import WireProtocol

// MARK: An enrolment that waits for a person

extension SyncEngine {
    /// When to ask whether the kiosk has been let in.
    struct Approval {
        let pending: PendingEnrolment
        /// Milliseconds since boot.
        var due: Int64
        var backoff = Backoff()
    }

    /// Reads whether an enrolment waits; one that is known keeps its time.
    func lookForApproval() {
        do throws(StoreError) {
            let pending = try store.folder.pendingEnrolment()
            guard pending != approval?.pending else { return }
            approval = pending.map { Approval(pending: $0, due: nowMS) }
        } catch {
            logger.error("\(error)")
        }
    }

    /// Asks where that is due; false where there was nothing to do.
    func askForApproval() -> Bool {
        guard var approval, approval.due <= nowMS else { return false }
        let pending = approval.pending
        do throws(EnrolError) {
            let enrolment = try Enroller(exchange: exchange, store: store, logger: logger).enroll(
                token: pending.token, url: settings.collectorURL, name: pending.name, hostname: pending.hostname,
                app: settings.app)
            self.approval = nil
            begin(enrolment)
        } catch {
            if case .waiting(_, let retryMS) = error {
                approval.due = nowMS + Backoff.retryAfterMS(retryMS ?? 60_000, random: random)
                approval.backoff.succeeded()
            } else {
                approval.due = nowMS + approval.backoff.failed(spreadMS: 0, random: random)
            }
            self.approval = error.isPassing ? approval : nil
            tell(error)
        }
        return true
    }

    private func tell(_ error: EnrolError) {
        let sentence = error.description
        if enrolment == nil { stepError = sentence }
        if !error.isPassing { alarm(sentence) }
        if sentence != status.lastError { logger.notice("\(sentence)") }
        // A kiosk that is enrolled already has a line of its own to tell of.
        guard enrolment == nil else { return }
        publish {
            $0.state = error.isPassing ? .waiting : .notEnrolled
            $0.lastError = sentence
        }
    }
}
