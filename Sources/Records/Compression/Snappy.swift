#if Snappy
    import CSnappy

    /// Blocks of snappy in the framing of the Java library: 16 bytes of header, then each block with its length before it.
    /// A bare block without framing, as some clients send it, is read too.
    enum Snappy {
        private static let magic: [UInt8] = [0x82, 0x53, 0x4E, 0x41, 0x50, 0x50, 0x59, 0]
        private static let header = magic + [0, 0, 0, 1, 0, 0, 0, 1]
        private static let blockSize = 32 << 10
        /// No element of a block unfolds to more than 64 bytes from 3, so a block that claims more than this lies.
        private static let largestRatio = 22

        static func compress(_ input: UnsafeRawBufferPointer, into output: inout GrowingBytes) throws(RecordError) {
            header.withUnsafeBytes { output.append($0) }
            for start in stride(from: 0, to: input.count, by: blockSize) {
                let block = UnsafeRawBufferPointer(rebasing: input[start..<min(start + blockSize, input.count)])
                let room = output.room(for: 4 + snappy_max_compressed_length(block.count))
                var size = room.count - 4
                let source = block.bindMemory(to: CChar.self).baseAddress
                let target = (room.baseAddress! + 4).bindMemory(to: CChar.self, capacity: size)
                let status = snappy_compress(source, block.count, target, &size)
                precondition(status == SNAPPY_OK, "snappy refuses to compress into enough room")
                room.storeBytes(of: UInt32(size).bigEndian, as: UInt32.self)
                output.advance(by: 4 + size)
            }
        }

        static func decompress(
            _ input: UnsafeRawBufferPointer, limit: Int, into output: inout GrowingBytes
        ) throws(RecordError) {
            guard input.starts(with: magic) else { return try appendBlock(input, limit: limit, to: &output) }
            var position = 0
            while position < input.count {
                // Streams may have been joined: each brings its header.
                if input[position...].starts(with: magic) {
                    position += header.count
                    guard position <= input.count else { throw .corrupt("its snappy header is cut off") }
                    continue
                }
                guard input.count - position >= 4 else { throw .corrupt("its snappy stream is cut off") }
                let size = Int(UInt32(bigEndian: input.loadUnaligned(fromByteOffset: position, as: UInt32.self)))
                position += 4
                guard size <= input.count - position else { throw .corrupt("its snappy stream is cut off") }
                try appendBlock(UnsafeRawBufferPointer(rebasing: input[position..<position + size]), limit: limit, to: &output)
                position += size
            }
        }

        private static func appendBlock(
            _ block: UnsafeRawBufferPointer, limit: Int, to output: inout GrowingBytes
        ) throws(RecordError) {
            let source = block.bindMemory(to: CChar.self).baseAddress
            var size = 0
            guard block.count > 0, snappy_uncompressed_length(source, block.count, &size) == SNAPPY_OK,
                size <= block.count * largestRatio
            else { throw .corrupt("a snappy block cannot be read") }
            guard size <= limit - output.count else { throw .decompressedTooLarge(limit: limit) }
            if size == 0 { return }
            let room = output.room(for: size)
            let target = room.bindMemory(to: CChar.self).baseAddress
            guard snappy_uncompress(source, block.count, target, &size) == SNAPPY_OK else {
                throw .corrupt("a snappy block cannot be read")
            }
            output.advance(by: size)
        }
    }
#endif
