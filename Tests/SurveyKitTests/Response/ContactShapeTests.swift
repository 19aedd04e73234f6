import SurveyKit
import Testing

@Suite struct ContactShapeTests {
    @Test(arguments: [
        "a@example.com", "first.last+tag@mail.example.co.uk", "x_y-z@e-x.org", "o'neil@example.ie", "1@2.az",
        "a@xn--bcher-kva.example", String(repeating: "a", count: 64) + "@example.com",
    ])
    func `an address that mail can reach`(value: String) {
        #expect(Contact(kind: .email, value: value).isWellFormed)
    }

    @Test(arguments: [
        "", "a", "a@", "@example.com", "a@example", "a@.com", "a@example.", "a@example..com", "a.@example.com",
        ".a@example.com", "a..b@example.com", "a@@example.com", "a b@example.com", "a@-example.com",
        "a@example-.com", "a@127.0.0.1", "a@example.c", "ä@example.com", "a@exämple.com", "a,b@example.com",
        "a@exa_mple.com", String(repeating: "a", count: 65) + "@example.com",
        "a@" + String(repeating: "b", count: 64) + ".com",
    ])
    func `what is no address`(value: String) {
        #expect(!Contact(kind: .email, value: value).isWellFormed)
    }

    @Test(arguments: ["123456", "+994 50 123 45 67", "(030) 123-456", "+49 (30) 1234567", "123456789012345"])
    func `a number that a phone can call`(value: String) {
        #expect(Contact(kind: .phone, value: value).isWellFormed)
    }

    @Test(arguments: [
        "", "12345", "1234567890123456", "12+345678", "++123456", "123456x", "(123456", ")123(456", "((123))456",
        "١٢٣٤٥٦٧", "+", "a@example.com",
    ])
    func `what is no number`(value: String) {
        #expect(!Contact(kind: .phone, value: value).isWellFormed)
    }

    @Test func `masked it is known to its owner only`() {
        func masked(_ kind: Contact.Kind, _ value: String) -> String { Contact(kind: kind, value: value).masked }
        #expect(masked(.email, "anna@example.com") == "a•••@e•••.com")
        #expect(masked(.phone, "+49 151 2345612") == "+49 ••• ••12")
        #expect(masked(.phone, "015123456") == "••• ••56")
        #expect(masked(.phone, "123456") == "••• •••")
        #expect("\(Contact(kind: .email, value: "anna@example.com"))" == "a•••@e•••.com")
        #expect(String(reflecting: Contact(kind: .phone, value: "+49 151 2345612")) == "+49 ••• ••12")
    }
}
