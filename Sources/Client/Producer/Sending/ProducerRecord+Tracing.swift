#if Tracing
    import Instrumentation
    import ServiceContextModule
    import Tracing

    extension ProducerRecord {
        /// With the context of the trace that the task is in, if any, in its headers.
        func carryingTraceContext() -> ProducerRecord {
            guard let context = ServiceContext.current else { return self }
            var record = self
            InstrumentationSystem.instrument.inject(context, into: &record.headers, using: HeaderInjector())
            return record
        }
    }

    /// Writes what an instrument has to say into a record's headers.
    private struct HeaderInjector: Injector {
        func inject(_ value: String, forKey key: String, into headers: inout [RecordHeader]) {
            headers.removeAll { $0.key == key }
            headers.append(RecordHeader(key, value))
        }
    }
#endif
