package dev.signet.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signet.bundle.Layout;
import dev.signet.bundle.Limits;
import dev.signet.conformance.Differences.Suite;
import dev.signet.trust.AnchorProfile;
import dev.signet.trust.TrustStore;
import dev.signet.trust.TrustStoreBuilder;
import dev.signet.trust.TrustStoreException;
import dev.signet.verify.BundleVerifier;
import dev.signet.verify.Expectation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A recorded case of the original checker's tests, Nextcloud's or ownCloud's. */
record CheckerCase(Origin origin, JsonNode json) {
  /** Long after the leaves and before the revocation list of these cases have run out. */
  static final Instant AT = Instant.parse("2026-11-22T12:00:00Z");

  /** Whose tests they are. */
  enum Origin {
    NEXTCLOUD("nextcloud", Suite.NEXTCLOUD_CHECKER, Layout.NEXTCLOUD_APP, Layout.NEXTCLOUD_CORE),
    OWNCLOUD("owncloud/pre-g2", Suite.OWNCLOUD_CHECKER, Layout.OWNCLOUD_APP, Layout.OWNCLOUD_CORE);

    private final String folder;
    private final Suite suite;
    private final Layout app;
    private final Layout core;

    Origin(String folder, Suite suite, Layout app, Layout core) {
      this.folder = folder;
      this.suite = suite;
      this.app = app;
      this.core = core;
    }

    Suite suite() {
      return suite;
    }

    /** Returns the cases whose operation begins so. */
    List<CheckerCase> cases(String operation) {
      String text = new String(Conformance.bytes(folder + "/cases.json"), StandardCharsets.UTF_8);
      List<CheckerCase> cases = new ArrayList<>();
      for (JsonNode json : Conformance.json(text).get("cases")) {
        CheckerCase recorded = new CheckerCase(this, json);
        if (recorded.operation().startsWith(operation)) {
          cases.add(recorded);
        }
      }
      return cases;
    }
  }

  String test() {
    return json.get("test").textValue();
  }

  String operation() {
    return json.get("operation").textValue();
  }

  String id() {
    return json.get("app_id").textValue();
  }

  Layout layout() {
    return operation().endsWith("-core") ? origin.core : origin.app;
  }

  /** Returns where the case's signature belongs. */
  String signaturePath() {
    return operation().endsWith("-core") ? "core/signature.json" : "appinfo/signature.json";
  }

  /** Returns the case's tree without a signature: path to content. */
  Map<String, byte[]> unsigned() {
    Map<String, byte[]> files = new TreeMap<>();
    if (json.get("tree").isNull()) {
      return files;
    }
    Path tree = path("data/" + json.get("tree").textValue());
    try (Stream<Path> walk = Files.walk(tree)) {
      for (Path file : walk.filter(Files::isRegularFile).toList()) {
        files.put(tree.relativize(file).toString(), Files.readAllBytes(file));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    files.remove(signaturePath());
    return files;
  }

  /** Returns the case's tree with its signature, where it has one. */
  Map<String, byte[]> signed() {
    Map<String, byte[]> files = unsigned();
    if (!json.get("signature").isNull()) {
      files.put(signaturePath(), signature());
    }
    return files;
  }

  /** Returns the recorded {@code signature.json}. */
  byte[] signature() {
    return Conformance.bytes(origin.folder + "/" + json.get("signature").textValue());
  }

  /** Returns what is asked of the bundle, by the original system's rules. */
  Expectation expectation() {
    return new Expectation(Optional.of(id()), layout(), true);
  }

  /** Returns a verifier that trusts what the case does, or its root where it says nothing. */
  BundleVerifier verifier() throws TrustStoreException {
    TrustStoreBuilder trust =
        TrustStore.builder()
            .anchors(path(json.path("trust").asText("data/root.crt")), AnchorProfile.NEXTCLOUD);
    if (json.has("crl")) {
      trust.revocationList(path(json.get("crl").textValue()));
    }
    return new BundleVerifier(trust.build(), Limits.DEFAULT, Clock.fixed(AT, ZoneOffset.UTC));
  }

  /** Returns a file the case names. */
  Path path(String relative) {
    return Conformance.folder().resolve(origin.folder).resolve(relative);
  }

  @Override
  public String toString() {
    return origin + " " + test();
  }
}
