import GRDB

/// The places that one writing touches, each with a number.
struct PlaceNumbers {
    /// Where a kiosk's responses count.
    struct Standing {
        let clocks: BranchClocks.Branch
        /// Numbers of the places; a branch without a region is in none.
        let places: [(scope: TallyScope, number: Int32)]
    }

    private struct Kiosk: Hashable {
        let kiosk: String
        let branch: String
    }

    private var names = [""]
    private var numbers = ["": Int32(0)]
    private var standings: [Kiosk: Int] = [:]
    private var branches = BranchClocks()
    private(set) var all: [Standing] = []

    /// Index in `all` of where a response counts.
    mutating func standing(of response: CountedResponse, _ db: Database) throws -> Int {
        let kiosk = Kiosk(kiosk: response.kiosk, branch: response.branch)
        if let known = standings[kiosk] { return known }
        let branch = try branches.branch(response.branch, db)
        var places: [(TallyScope, Int32)] = [(.chain, 0)]
        if !branch.region.isEmpty { places.append((.region, number(branch.region))) }
        places.append((.branch, number(response.branch)))
        places.append((.kiosk, number("\(response.branch)/\(response.kiosk)")))
        all.append(Standing(clocks: branch, places: places))
        standings[kiosk] = all.count - 1
        return all.count - 1
    }

    private mutating func number(_ name: String) -> Int32 {
        if let known = numbers[name] { return known }
        let number = Int32(names.count)
        names.append(name)
        numbers[name] = number
        return number
    }

    func name(_ number: Int32) -> String { names[Int(number)] }

    /// The rank of each number's name by its bytes, as SQLite orders them.
    var ranks: [Int32] {
        let order = names.indices.sorted { names[$0].utf8.lexicographicallyPrecedes(names[$1].utf8) }
        var ranks = [Int32](repeating: 0, count: names.count)
        for (rank, number) in order.enumerated() { ranks[number] = Int32(rank) }
        return ranks
    }
}
