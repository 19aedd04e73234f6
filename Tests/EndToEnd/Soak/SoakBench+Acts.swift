import TestSupport

/// What happens in each act. All of them leave a kiosk and a collector that run, and a line that holds.
extension SoakBench {
    func act(_ fault: SoakFault) throws {
        defer { line.proxy.forgetPassages() }
        switch fault {
        case .kioskKilled: try killKioskAnywhere()
        case .kioskCrashed: try crashKiosk()
        case .secondKiosk: try startSecondKiosk()
        case .fullDisk: try fillDisk()
        case .flippedByte: try flipByte()
        case .collectorKilled: try killCollectorAnywhere()
        case .collectorCrashed: try crashCollector()
        case .requestCut, .answerCut, .reset, .stall, .doubled, .portal, .oddStatus, .wrongVerdict:
            try storm(fault)
        case .outage: try standOutage()
        case .surveyCrashed: try publishAndCrash()
        case .alteredSurvey: try alterSurvey()
        case .stick: try carryStick()
        case .erased: try erase()
        case .restored: try restore()
        }
        let (delivered, here) = (try booksBalance().delivered, try ledgerCount())
        if delivered > here { breaks(1, "\(fault.rawValue): \(delivered) booked as delivered, \(here) came") }
    }
}
