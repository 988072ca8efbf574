package dev.signet.admit;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.signet.policy.LedgerEntry;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Reads a ledger's JSON, in which every member is known and every value has its type. What is not
 * so is an {@link IllegalArgumentException} that says what.
 */
record LedgerReader(JsonParser json) {
  private static final String PLUGINS = "plugins";
  private static final String LATEST = "latestInstant";
  private static final Set<String> MEMBERS_BEFORE =
      Set.of("id", "firstVersion", "firstAt", "highestVersion", "keyId", "lastAt");
  private static final Set<String> MEMBERS =
      Set.of(
          "id",
          "firstVersion",
          "firstAt",
          "highestVersion",
          "keyId",
          "lastAt",
          LedgerDocument.KEYS,
          LedgerDocument.RELEASES);

  /** Reads all of it, and holds it against its digest. */
  LedgerDocument read() throws IOException {
    require(json.nextToken() == JsonToken.START_OBJECT, "it is no JSON object");
    int version = readVersion();
    NavigableMap<String, LedgerEntry> entries = new TreeMap<>();
    Map<String, String> texts = new TreeMap<>();
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      if (name.equals(PLUGINS)) {
        readPlugins(entries, version);
        texts.put(name, "");
      } else {
        texts.put(name, readText());
      }
    }
    require(json.nextToken() == null, "there is more behind it");
    Optional<Instant> latest = Optional.ofNullable(texts.remove(LATEST)).map(Instant::parse);
    requireMembers(texts, Set.of("instance", PLUGINS, LedgerDocument.DIGEST));
    LedgerDocument document = new LedgerDocument(text(texts, "instance"), latest, entries);
    require(
        document.digest(version).equals(text(texts, LedgerDocument.DIGEST)),
        "its content was changed");
    return document;
  }

  /** Comes first, so that a later form is told as such. */
  private int readVersion() throws IOException {
    boolean told =
        json.nextToken() == JsonToken.FIELD_NAME
            && json.currentName().equals("version")
            && json.nextToken() == JsonToken.VALUE_NUMBER_INT;
    require(told, "it does not say which version of the format it has");
    String version = json.getText();
    for (int known : new int[] {LedgerDocument.VERSION, LedgerDocument.VERSION_BEFORE}) {
      if (version.equals(String.valueOf(known))) {
        return known;
      }
    }
    throw new IllegalArgumentException(
        String.format(
            Locale.ROOT,
            "it has version %.20s of the format, and only versions up to %d are known here",
            version,
            LedgerDocument.VERSION));
  }

  private void readPlugins(Map<String, LedgerEntry> entries, int version) throws IOException {
    require(json.nextToken() == JsonToken.START_ARRAY, "\"plugins\" is no list");
    while (json.nextToken() != JsonToken.END_ARRAY) {
      LedgerEntry entry = readPlugin(version);
      require(
          entries.put(entry.id(), entry) == null, "it lists '" + entry.id() + "' more than once");
    }
  }

  private LedgerEntry readPlugin(int version) throws IOException {
    require(json.currentToken() == JsonToken.START_OBJECT, "a plugin is no object");
    Map<String, String> texts = new TreeMap<>();
    List<String> keys = new ArrayList<>();
    Map<String, String> releases = new LinkedHashMap<>();
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      if (name.equals(LedgerDocument.KEYS)) {
        readKeys(keys);
        texts.put(name, "");
      } else if (name.equals(LedgerDocument.RELEASES)) {
        readReleases(releases);
        texts.put(name, "");
      } else {
        texts.put(name, readText());
      }
    }
    boolean before = version == LedgerDocument.VERSION_BEFORE;
    requireMembers(texts, before ? MEMBERS_BEFORE : MEMBERS);
    String keyId = text(texts, "keyId");
    return new LedgerEntry(
        text(texts, "id"),
        text(texts, "firstVersion"),
        Instant.parse(text(texts, "firstAt")),
        text(texts, "highestVersion"),
        keyId,
        Instant.parse(text(texts, "lastAt")),
        before ? List.of(keyId) : keys,
        releases);
  }

  private void readKeys(List<String> keys) throws IOException {
    require(json.nextToken() == JsonToken.START_ARRAY, "\"keys\" is no list");
    while (json.nextToken() != JsonToken.END_ARRAY) {
      require(json.currentToken() == JsonToken.VALUE_STRING, "a key is no text");
      keys.add(json.getText());
    }
  }

  private void readReleases(Map<String, String> releases) throws IOException {
    require(json.nextToken() == JsonToken.START_OBJECT, "\"releases\" is no object");
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      releases.put(json.currentName(), readText());
    }
  }

  private String readText() throws IOException {
    require(
        json.nextToken() == JsonToken.VALUE_STRING, "\"" + json.currentName() + "\" is no text");
    return json.getText();
  }

  private static String text(Map<String, String> texts, String member) {
    return Objects.requireNonNull(texts.get(member));
  }

  private static void requireMembers(Map<String, String> texts, Set<String> needed) {
    require(texts.keySet().equals(needed), "a member is missing or unknown");
  }

  private static void require(boolean condition, String otherwise) {
    if (!condition) {
      throw new IllegalArgumentException(otherwise);
    }
  }
}
