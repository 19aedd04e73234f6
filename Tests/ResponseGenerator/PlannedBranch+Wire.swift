import ResponseGeneration
import WireProtocol

extension PlannedBranch {
    var info: BranchInfo {
        BranchInfo(id: id, name: name, timeZone: timeZone, region: region, openingHours: openingHours)
    }

    var change: ApiBranchChange {
        ApiBranchChange(name: name, timeZone: timeZone, region: region, openingHours: openingHours)
    }
}
