package import Persistence

extension FixedPoint where Self: Storable {
    package init(_ known: Self?, in coder: inout StateCoder) throws(PersistenceError) {
        self.init(micros: try coder.value(known?.micros))
    }
}

extension Money: Storable {}
extension Price: Storable {}
extension Quantity: Storable {}
extension Side: Storable {}

extension Timestamp: Storable {
    package init(_ known: Timestamp?, in coder: inout StateCoder) throws(PersistenceError) {
        self.init(nanoseconds: try coder.value(known?.nanoseconds))
    }
}

extension InstrumentID: Storable {
    package init(_ known: InstrumentID?, in coder: inout StateCoder) throws(PersistenceError) {
        self.init(try coder.value(known?.symbol) as String)
    }
}

extension OrderID: Storable {
    package init(_ known: OrderID?, in coder: inout StateCoder) throws(PersistenceError) {
        self.init(
            worker: try coder.value(known?.worker),
            generation: try coder.value(known?.generation),
            number: try coder.value(known?.number)
        )
    }
}

extension Order: Storable {
    package init(_ known: Order?, in coder: inout StateCoder) throws(PersistenceError) {
        let id = try coder.value(known?.id)
        let instrument = try coder.value(known?.instrument)
        let side = try coder.value(known?.side)
        let quantity = try coder.value(known?.quantity)
        let reference = try coder.value(known?.reference)
        guard quantity.isPositive, reference.isPositive else {
            throw PersistenceError(
                .malformed,
                "order \(id) was stored for \(quantity) units at \(reference)"
            )
        }
        self.init(
            id: id,
            instrument: instrument,
            side: side,
            quantity: quantity,
            reference: reference,
            decidedAt: try coder.value(known?.decidedAt)
        )
    }
}
