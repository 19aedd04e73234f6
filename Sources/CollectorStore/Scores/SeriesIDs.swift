import GRDB

/// The ids of series in the database, each looked up once in a writing.
///
/// Never kept longer: an id that was given in a transaction that is undone does not exist.
struct SeriesIDs {
    private struct Edition: Hashable {
        let plan: ObjectIdentifier
        let language: String
    }

    /// Places in `known`.
    private var editions: [Edition: Int] = [:]
    /// Of each edition: ids by place in its plan, 0 where not looked up yet.
    private var known: [[Int32]] = []

    /// Ids in the order of the facts; a series that is new is entered.
    mutating func ids(of contribution: Contribution, _ db: Database) throws -> [Int32] {
        let edition = Edition(plan: ObjectIdentifier(contribution.plan), language: contribution.language)
        let place = editions[edition, default: known.count]
        if place == known.count {
            editions[edition] = place
            known.append(Array(repeating: 0, count: contribution.plan.series.count))
        }
        return try contribution.facts.map { fact in
            if known[place][fact.series] == 0 {
                known[place][fact.series] = try Self.id(of: contribution.plan.series[fact.series], contribution, db)
            }
            return known[place][fact.series]
        }
    }

    private static func id(of series: Series, _ contribution: Contribution, _ db: Database) throws -> Int32 {
        let plan = contribution.plan
        try db.cachedStatement(
            sql: """
                INSERT INTO series (part, survey, version, language, question, option, kind, levels, service)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
                """
        ).execute(arguments: [
            series.part.rawValue, plan.survey, plan.version, contribution.language, series.question, series.option,
            series.kind, series.levels, plan.service,
        ])
        let id = try Int32.fetchOne(
            db.cachedStatement(
                sql: """
                    SELECT id FROM series WHERE part = ? AND survey = ? AND version = ? AND language = ?
                      AND question = ? AND option = ?
                    """),
            arguments: [
                series.part.rawValue, plan.survey, plan.version, contribution.language, series.question,
                series.option,
            ])
        guard let id else { throw DatabaseError(message: "a series was entered and is not there") }
        return id
    }
}
