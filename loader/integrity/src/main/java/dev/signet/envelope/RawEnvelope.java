package dev.signet.envelope;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signet.manifest.SignedHashes;
import org.jspecify.annotations.Nullable;

/**
 * The JSON object of a {@code signature.json}, not yet judged.
 *
 * @param members all members but {@code hashes}
 * @param canonical the {@code hashes} member where it was found to be in version 2's form already
 * @param hashes otherwise the {@code hashes} member's members, in the file's order; of a JSON list,
 *     as PHP reads one: its elements under the names 0 to n-1
 * @param hashesStart offset of the first byte of the {@code hashes} value in the file
 * @param hashesEnd offset after its last byte
 * @param hashesIsList whether it is a JSON list
 */
record RawEnvelope(
    ObjectNode members,
    @Nullable SignedHashes canonical,
    ObjectNode hashes,
    int hashesStart,
    int hashesEnd,
    boolean hashesIsList) {}
