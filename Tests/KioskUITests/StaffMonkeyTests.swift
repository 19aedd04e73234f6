import SurveyKit
import TerminalUI
import TestSupport
import Testing

@testable import KioskUI

/// Random hands on the staff menu.
@Suite struct StaffMonkeyTests {
    @Test(arguments: 0..<12)
    func `nothing behind a PIN shows without it, all cards can be touched, and it closes`(seed: Int) throws {
        var random = SeededGenerator(seed: UInt64(seed) &+ 9_000)
        var staff = StaffKiosk(seed.isMultiple(of: 3) ? nil : Examples.branchExit)
        var wasAdmitted = false
        var wasTechnician = false
        for _ in 0..<200 {
            if staff.menu == nil {
                (wasAdmitted, wasTechnician) = (false, false)
                staff.kiosk.send(.timer, after: 30_000)
                staff.kiosk.store()
                staff.knock()
            }
            let before = staff.menu?.page
            try step(&staff, &random, &wasAdmitted, &wasTechnician)
            guard let menu = staff.menu else { continue }
            if menu.page == .menu, before == .pin(.technician) { wasTechnician = false }
            check(menu, staff, wasAdmitted: wasAdmitted, wasTechnician: wasTechnician)
        }
        for _ in 0..<1_000 where staff.menu != nil {
            let due = try #require(staff.kiosk.model.nextDeadline(at: staff.kiosk.now))
            staff.pass(max(0, due - staff.kiosk.now.bootMS))
        }
        #expect(staff.menu == nil)
        #expect(staff.kiosk.saved.isEmpty)
    }

    private func step(
        _ staff: inout StaffKiosk, _ random: inout SeededGenerator, _ wasAdmitted: inout Bool,
        _ wasTechnician: inout Bool
    ) throws {
        let pause = Int64.random(in: 0...2_500, using: &random)
        let before = staff.menu?.page
        switch Int.random(in: 0..<20, using: &random) {
        case 0:
            let size = Size(
                width: Int.random(in: 1...200, using: &random), height: Int.random(in: 1...60, using: &random))
            staff.kiosk.send(.resized(size), after: pause)
        case 1: staff.pass(pause)
        case 2:
            staff.kiosk.send(.staff(.done(StaffErrand.allCases.randomElement(using: &random) ?? .sync, failure: "no")))
        case 3: staff.kiosk.send(.staff(.admitted(.staff, ticket: 77)))
        case 4: staff.kiosk.send(.staff(.admitted(.technician, ticket: 77)))
        case 5: staff.kiosk.send(.staff(.findings([.init(state: .fault, text: "x", mend: nil)])))
        case 6, 7:
            guard case .pin(let role)? = before else { return }
            staff.press(.escape)
            guard role == .staff else { return }
            staff.knock()
            staff.enter()
            wasAdmitted = true
        case 8 where before == .pin(.technician):
            staff.enter("13579")
            wasTechnician = staff.menu?.page == .technician
        case 9...14:
            guard let menu = staff.menu else { return }
            let targets = StaffLayout(menu, size: staff.kiosk.model.size).targets
            guard let target = targets.randomElement(using: &random) else { return }
            staff.kiosk.send(.input(.touch(target.rect.middle)), after: pause)
            staff.answer()
        default:
            staff.kiosk.send(.input(.key(Self.keys.randomElement(using: &random) ?? .enter)), after: pause)
            staff.answer()
        }
    }

    private static let keys: [Key] =
        "0123456789 -+x".map { .character($0) } + [.enter, .escape, .backspace, .tab, .up, .down, .left, .right, .end]

    private func check(_ menu: StaffMenu, _ staff: StaffKiosk, wasAdmitted: Bool, wasTechnician: Bool) {
        if !wasAdmitted { #expect(menu.page == .pin(.staff)) }
        switch menu.page {
        case .technician, .findings, .confirm(.leave), .busy(.leave), .busy(.doctor): #expect(wasTechnician)
        default: break
        }
        #expect(staff.kiosk.model.nextDeadline(at: staff.kiosk.now) != nil)
        let size = staff.kiosk.model.size
        let targets = StaffLayout(menu, size: size).targets
        for (index, target) in targets.enumerated() {
            let rect = target.rect
            #expect(rect.width > 0 && rect.height > 0 && rect.column >= 0 && rect.row >= 0, "\(menu.page) \(size)")
            #expect(
                rect.column + rect.width <= size.width && rect.row + rect.height <= size.height, "\(menu.page) \(size)")
            #expect(targets[..<index].allSatisfy { !$0.rect.overlaps(rect) }, "\(menu.page) \(size)")
        }
        #expect(staff.kiosk.scene.frame.size == size)
    }
}
