package dev.signet.admit;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadFeature;
import dev.signet.manifest.Digest;
import dev.signet.policy.LedgerEntry;
import dev.signet.policy.SignedRelease;
import dev.signet.policy.VersionOrder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a ledger's file says: JSON with a digest over all that counts. A file in which any of it was
 * changed, also by hand, is no ledger.
 *
 * @param instance which state directory it belongs to
 * @param latest the latest instant recorded
 * @param entries by id
 */
record LedgerDocument(
    String instance, Optional<Instant> latest, NavigableMap<String, LedgerEntry> entries) {
  static final int VERSION = 2;

  /** The form before keys and releases were remembered, which is still read. */
  static final int VERSION_BEFORE = 1;

  static final String DIGEST = "sha512";
  static final String KEYS = "keys";
  static final String RELEASES = "releases";

  /** Apart, since most starts need none: see {@link LedgerForm}. */
  private static final class Json {
    static final JsonFactory FACTORY =
        JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();
  }

  LedgerDocument {
    entries = Collections.unmodifiableNavigableMap(new TreeMap<>(entries));
  }

  /** Returns the ledger of a host that has admitted nothing so far. */
  static LedgerDocument empty(String instance) {
    return new LedgerDocument(instance, Optional.empty(), new TreeMap<>());
  }

  /** Returns the ledger after these admissions; instants are kept to the second. */
  LedgerDocument after(List<SignedRelease> releases, Instant at, VersionOrder order) {
    Instant second = at.truncatedTo(ChronoUnit.SECONDS);
    NavigableMap<String, LedgerEntry> changed = new TreeMap<>(entries);
    for (SignedRelease release : releases) {
      Optional<LedgerEntry> before = Optional.ofNullable(changed.get(release.id()));
      changed.put(release.id(), LedgerEntry.after(before, release, second, order));
    }
    Instant later = latest.isPresent() && latest.get().isAfter(second) ? latest.get() : second;
    return new LedgerDocument(instance, Optional.of(later), changed);
  }

  /** Returns the ledger with this entry in place of the one of its plugin. */
  LedgerDocument with(LedgerEntry entry) {
    NavigableMap<String, LedgerEntry> changed = new TreeMap<>(entries);
    changed.put(entry.id(), entry);
    return new LedgerDocument(instance, latest, changed);
  }

  LedgerDocument without(String id) {
    NavigableMap<String, LedgerEntry> changed = new TreeMap<>(entries);
    changed.remove(id);
    return new LedgerDocument(instance, latest, changed);
  }

  LedgerDocument withoutInstant() {
    return new LedgerDocument(instance, Optional.empty(), entries);
  }

  /** Returns whether the other one differs at most in instants that may lag behind. */
  boolean isSameButForTime(LedgerDocument other) {
    if (latest.isPresent() != other.latest.isPresent() || entries.size() != other.entries.size()) {
      return false;
    }
    for (LedgerEntry entry : entries.values()) {
      if (!other.hasButForTime(entry)) {
        return false;
      }
    }
    return true;
  }

  private boolean hasButForTime(LedgerEntry entry) {
    LedgerEntry mine = entries.get(entry.id());
    return mine != null && entry.isSameButForTime(mine);
  }

  /** Returns the file's bytes: indented JSON in UTF-8. */
  byte[] toBytes() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = Json.FACTORY.createGenerator(bytes)) {
      json.useDefaultPrettyPrinter();
      write(json);
    } catch (IOException e) {
      throw new IllegalStateException("Plain texts are always writable to memory", e);
    }
    return bytes.toByteArray();
  }

  /**
   * Reads a file's bytes.
   *
   * @throws IllegalArgumentException when they are not what {@link #toBytes} returned; says why
   */
  static LedgerDocument parse(byte[] bytes) {
    try (JsonParser json = Json.FACTORY.createParser(strictUtf8(bytes))) {
      return new LedgerReader(json).read();
    } catch (IOException e) {
      throw new IllegalArgumentException("it is no well-formed JSON", e);
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException("an instant is invalid: " + e.getParsedString(), e);
    }
  }

  private static String strictUtf8(byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("it is not valid UTF-8", e);
    }
  }

  private void write(JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeNumberField("version", VERSION);
    json.writeStringField("instance", instance);
    if (latest.isPresent()) {
      json.writeStringField("latestInstant", latest.get().toString());
    }
    json.writeArrayFieldStart("plugins");
    for (LedgerEntry entry : entries.values()) {
      json.writeStartObject();
      json.writeStringField("id", entry.id());
      json.writeStringField("firstVersion", entry.firstVersion());
      json.writeStringField("firstAt", entry.firstAt().toString());
      json.writeStringField("highestVersion", entry.highestVersion());
      json.writeStringField("keyId", entry.keyId());
      json.writeStringField("lastAt", entry.lastAt().toString());
      json.writeArrayFieldStart(KEYS);
      for (String key : entry.keys()) {
        json.writeString(key);
      }
      json.writeEndArray();
      json.writeObjectFieldStart(RELEASES);
      for (Map.Entry<String, String> release : entry.releases().entrySet()) {
        json.writeStringField(release.getKey(), release.getValue());
      }
      json.writeEndObject();
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeStringField(DIGEST, digest(VERSION));
    json.writeEndObject();
  }

  /**
   * Over what the file means, so that it does not depend on how JSON is written.
   *
   * @param version of the form that the file has
   */
  String digest(int version) {
    StringBuilder text = new StringBuilder();
    append(text, String.valueOf(version));
    append(text, instance);
    append(text, latest.map(Instant::toString).orElse(""));
    for (LedgerEntry entry : entries.values()) {
      append(text, entry.id());
      append(text, entry.firstVersion());
      append(text, entry.firstAt().toString());
      append(text, entry.highestVersion());
      append(text, entry.keyId());
      append(text, entry.lastAt().toString());
      if (version != VERSION_BEFORE) {
        appendIdentity(text, entry);
      }
    }
    return Digest.over(text.toString().getBytes(StandardCharsets.UTF_8)).hex();
  }

  private static void appendIdentity(StringBuilder text, LedgerEntry entry) {
    append(text, String.valueOf(entry.keys().size()));
    entry.keys().forEach(key -> append(text, key));
    append(text, String.valueOf(entry.releases().size()));
    entry
        .releases()
        .forEach(
            (version, digest) -> {
              append(text, version);
              append(text, digest);
            });
  }

  private static void append(StringBuilder text, String value) {
    text.append(value.length()).append(':').append(value);
  }
}
