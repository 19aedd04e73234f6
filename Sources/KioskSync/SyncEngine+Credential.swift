import Crypto
import Foundation
import KioskStore
import Logging
import SurveyKit
import WireProtocol

// MARK: What the centre orders

extension SyncEngine {
    /// A command that came to nothing is not tried again before this.
    private static let commandPauseMS: Int64 = 600_000

    /// Does what the centre wants; it repeats a command until it is done.
    ///
    /// - Parameter told: The check-in that was answered.
    func obey(_ answer: CheckinAnswer, told: CheckinRequest) throws {
        for command in answer.commands ?? [] {
            guard let operation = command.operation else {
                logger.notice("The centre orders something that this version does not know; it was passed over.")
                continue
            }
            if operation == .renewQueue {
                try renewQueue(command, answer, told)
                continue
            }
            if let tried = triedCommands[command.id], nowMS - tried < Self.commandPauseMS { continue }
            triedCommands[command.id] = nowMS
            try rotateCredential(command)
        }
    }

    /// Costs nothing to try, and so every check-in does.
    private func renewQueue(_ command: KioskCommand, _ answer: CheckinAnswer, _ told: CheckinRequest) throws {
        // All that was made has to be in the ledger, or declared: then this queue's books are closed.
        guard let queue = command.queue, answer.durableSeq >= told.queue.created else { return }
        let wall = clock.now().wallMS
        guard case .begun = try store.renewQueue(leaving: queue, created: told.queue.created, nowMS: wall) else {
            return
        }
        logger.notice("New responses have a queue of their own from now on, as the centre wants it.")
        machine.checkinWanted(now: nowMS)
    }
}

// MARK: Credentials

extension SyncEngine {
    /// Asks for a fresh credential and uses it from now on; any answer that is lost leaves the old one in use.
    private func rotateCredential(_ command: KioskCommand) throws {
        guard let enrolment, let key = try deviceKey() else { return }
        let now = clock.now()
        let wish = CredentialRequest(kioskID: enrolment.kioskID, command: command.id, wallMS: now.wallMS)
        let reply = Reply(
            send(try requests(enrolment).credential(wish, key: key, at: now)), from: enrolment.collectorID)
        guard case .answered(let response) = reply, response.status == 201,
            let answer = try? JSONDecoder().decode(CredentialAnswer.self, from: response.body),
            answer.kioskID == enrolment.kioskID
        else {
            logger.warning("No fresh credential came; the old one stays. \(reply.trouble ?? "")")
            return
        }
        // Kept before it is used, with the one before beside it.
        guard try keep(enrolment.rotated(to: answer.credential)) else { return }
        logger.notice("This kiosk has a fresh credential.")
        // Its first use ends the one before.
        machine.checkinWanted(now: nowMS)
    }

    private func deviceKey() throws -> Curve25519.Signing.PrivateKey? {
        guard let raw = try store.folder.deviceKey(),
            let key = try? Curve25519.Signing.PrivateKey(rawRepresentation: raw)
        else {
            alarm("This kiosk has no device key any more: it can't take a fresh credential. Enrol it anew.")
            return nil
        }
        return key
    }

    /// Makes a changed enrolment this kiosk's, durably; false where another one has come in between.
    func keep(_ changed: Enrolment) throws -> Bool {
        if let held = try store.folder.enrolment(), !held.isOfOneKiosk(with: changed) { return false }
        try store.folder.save(changed)
        enrolment = changed
        return true
    }

    /// A collector that was restored from a backup may know the credential before: it is tried once for each time that
    /// the one in use is not known.
    ///
    /// - Returns: Whether the same is to be tried again with it at once.
    func useOtherCredential(after reply: Reply) -> Bool {
        guard reply == .unauthorised(.credentialUnknown), let other = enrolment?.withOtherCredential else {
            return false
        }
        enrolment = other
        isTryingOther.toggle()
        return isTryingOther
    }

    /// The credential that was tried is the good one.
    func keepOtherCredential() {
        guard isTryingOther, let enrolment else { return }
        isTryingOther = false
        do {
            guard try keep(enrolment) else { return }
            logger.notice("The collector knows this kiosk by the credential before; it is used again.")
        } catch {
            // In use all the same; after a restart both are tried anew.
            logger.error("\(error)")
        }
    }
}
