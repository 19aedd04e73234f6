import GRDB

extension Row {
    /// A column's value, where it is of its type.
    ///
    /// A damaged page may give back anything, and GRDB's subscript ends the program over a wrong type: the kiosk would
    /// then start and end for ever.
    ///
    /// - Throws: `SQLITE_CORRUPT`.
    func sound<Value: DatabaseValueConvertible>(_ column: String) throws -> Value {
        let stored: DatabaseValue? = self[column]
        guard let stored, let value = Value.fromDatabaseValue(stored) else {
            throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "column \(column) is not of its type")
        }
        return value
    }

    /// The same for a column that may be NULL.
    func soundIfThere<Value: DatabaseValueConvertible>(_ column: String) throws -> Value? {
        guard let stored: DatabaseValue = self[column], !stored.isNull else { return nil }
        return try sound(column)
    }
}
