import SurveyKit
import WireProtocol

/// Which contact key a publication puts into the manifest.
enum ContactKeyChoice: Equatable {
    /// There is no contact key on this machine: what is published stays.
    case keep
    /// It lies beside the release key: taken where it is the first, and never in place of another one by itself.
    case found(ContactKey, path: String)
    /// It was named on the command line, and takes the place of any other.
    case named(ContactKey)
    /// Kiosks are to ask for no contact details any more.
    case remove

    /// - Parameter current: The key in the manifest published last.
    /// - Throws: `OpsFailure` `badSettings` where another key than the one found is in use.
    func key(after current: ContactKey?) throws(OpsFailure) -> ContactKey? {
        switch self {
        case .keep: return current
        case .remove: return nil
        case .named(let key): return key
        case .found(let key, let path):
            guard let current, current != key else { return key }
            throw OpsFailure(
                .badSettings,
                "kiosks seal contact details to contact key \(current.id), and \(path) is \(key.id): "
                    + "give --contact-key FILE with the key to use from now on")
        }
    }
}

extension Survey {
    /// Ids of the questions that need a contact key.
    var contactQuestions: [String] {
        questions.compactMap { question in
            guard case .contact = question.kind else { return nil }
            return question.id
        }
    }
}
