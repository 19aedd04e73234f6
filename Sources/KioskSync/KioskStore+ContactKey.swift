import Foundation
package import KioskStore
package import WireProtocol

extension KioskStore {
    /// What contact details are sealed to, as the newest verified manifest says; nil without a manifest or a key in it.
    ///
    /// It is read out of the manifest as it was kept, so that a key comes, changes and goes in the very transaction that
    /// its manifest does.
    package func contactKey() throws(StoreError) -> ContactKey? {
        try manifest().flatMap { SurveyPull.decode($0.envelope)?.1.contactKey }
    }
}
