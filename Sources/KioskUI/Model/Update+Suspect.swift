import SurveyKit
import TerminalUI

extension KioskModel {
    /// Tells the interview of a touch that did nothing: many of them around a vote are mashing.
    ///
    /// Keys don't count, because one that is held down repeats by itself; nor do touches on a screen that asks nobody,
    /// as people knock at a kiosk that is out of service.
    mutating func noteIgnored(_ input: InputEvent, at now: Timestamp, newID: ResponseID) {
        guard case .touch(let point) = input else { return }
        switch screen {
        case .question, .thanks: break
        case .noSurvey, .outOfService, .closed: return
        }
        let event = InterviewEvent.ignored(option: votedOption(at: point))
        // What is being saved takes the place of what is shown.
        if saving?.next != nil {
            _ = saving?.next?.apply(event, at: now, newID: newID)
        } else {
            _ = interview?.apply(event, at: now, newID: newID)
        }
    }

    /// The option at a place of the waiting screen while the vote on it is being stored.
    private func votedOption(at point: Point) -> Int? {
        guard saving != nil, interview?.phase == .waiting,
            case .option(let index)? = targets.first(where: { $0.rect.contains(point) })?.action
        else { return nil }
        return index
    }
}
