package dev.signet.attack.mutation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.admit.FileSigningLedger;
import dev.signet.bundle.BundleKind;
import dev.signet.bundle.EntryPath;
import dev.signet.bundle.Layout;
import dev.signet.bundle.Limits;
import dev.signet.bundle.descriptor.DescriptorForm;
import dev.signet.config.ConfigurationException;
import dev.signet.config.HostConfiguration;
import dev.signet.envelope.SignatureFile;
import dev.signet.envelope.SignatureFileReader;
import dev.signet.manifest.CanonicalJson;
import dev.signet.manifest.Digest;
import dev.signet.pem.InputFile;
import dev.signet.pem.Pem;
import dev.signet.pf4j.update.PluginLists;
import dev.signet.policy.LedgerException;
import dev.signet.report.store.IntegrityResults;
import dev.signet.testkit.BundleReading;
import dev.signet.testkit.Certificates;
import dev.signet.testkit.Envelopes;
import dev.signet.testkit.TimestampTokens;
import dev.signet.testkit.Trees;
import dev.signet.trust.AnchorProfile;
import dev.signet.trust.RevocationList;
import dev.signet.trust.TrustAnchor;
import dev.signet.trust.TrustStore;
import dev.signet.trust.path.ChainValidator;
import dev.signet.verdict.Finding;
import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.CRLException;
import java.security.cert.CertificateException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;

/**
 * The parsers that are given bytes from outside. Each has to tell of what it cannot read in its own
 * way, whatever the bytes are; where there is a second reader, it says the same.
 */
enum FuzzTarget {
  ENVELOPE {
    @Override
    void read(byte[] data, Path scratch) {
      EnvelopeDifferentialTest.requireSame(data, "fuzzed");
    }

    @Override
    List<byte[]> seeds() {
      return Specimen.all().stream().map(Specimen::signature).toList();
    }
  },
  /** The one value that is compared byte by byte with what would have been written. */
  CANONICAL_FORM {
    @Override
    void read(byte[] data, Path scratch) {
      byte[] file =
          Bytes.joined("{\"v\":2,\"hashes\":".getBytes(UTF_8), data, Keys.REST.getBytes(UTF_8));
      EnvelopeDifferentialTest.requireSame(file, "fuzzed");
      Map<String, String> hashes =
          SignatureFileReader.read(file, Limits.DEFAULT).fold(FuzzTarget::texts, f -> Map.of());
      if (!hashes.isEmpty()) {
        assertThat(CanonicalJson.version2(hashes)).isEqualTo(data);
      }
    }

    @Override
    List<byte[]> seeds() {
      String hex = "0f".repeat(64);
      return List.of(
          "{}".getBytes(UTF_8),
          ("{\"a\":\"" + hex + "\",\"b/\u00e9\":\"" + hex + "\"}").getBytes(UTF_8),
          "{\"\\u0001\\n\\\"\":\"\",\"\ud83d\ude00\":\"x\"}".getBytes(UTF_8));
    }
  },
  ARCHIVE {
    @Override
    void read(byte[] data, Path scratch) {
      Path jar = Trees.write(scratch.resolve("fuzzed.jar"), data);
      BundleReading reading = BundleReading.of(jar);
      if (reading.problems().isEmpty() && reading.complete()) {
        Map<String, String> verified = new TreeMap<>();
        reading.contents().forEach((path, bytes) -> verified.put(path, Digest.over(bytes).hex()));
        assertThat(JdkReaders.differences(jar, verified)).isEmpty();
      }
    }

    @Override
    List<byte[]> seeds() {
      List<byte[]> seeds = new ArrayList<>();
      Specimen.all().forEach(good -> seeds.addAll(good.archives()));
      for (int number = 0; number < 10; number++) {
        seeds.add(new RandomArchive(new Random(number)).bytes());
      }
      return seeds;
    }
  },
  CERTIFICATES {
    @Override
    void read(byte[] data, Path scratch) {
      assertThat(InputFile.of(data)).isNotNull();
      try {
        assertThat(Pem.certificates(new String(data, UTF_8))).isNotEmpty();
      } catch (CertificateException told) {
        assertThat(told).hasMessageNotContaining("null");
      }
      try {
        assertThat(Pem.ofDer(data).getEncoded()).isEqualTo(data);
      } catch (CertificateException told) {
        assertThat(told).hasMessageNotContaining("null");
      }
    }

    @Override
    List<byte[]> seeds() throws Exception {
      String pem = Envelopes.pem(Keys.LEAF).replace("\\n", "\n").replace("\"", "");
      return List.of(Keys.LEAF.certificate().getEncoded(), pem.getBytes(UTF_8));
    }
  },
  REVOCATION_LIST {
    @Override
    void read(byte[] data, Path scratch) {
      assertThat(InputFile.of(data)).isNotNull();
      try {
        assertThat(RevocationList.parse(data)).isNotEmpty();
      } catch (CRLException told) {
        assertThat(told).hasMessageNotContaining("null");
      }
    }

    @Override
    List<byte[]> seeds() throws Exception {
      return List.of(Keys.list());
    }
  },
  TIMESTAMP {
    @Override
    void read(byte[] data, Path scratch) {
      String text = "{\"timestamp\":\"" + Base64.getEncoder().encodeToString(data) + "\",";
      byte[] file = (text + Keys.ENVELOPE.text().substring(1)).getBytes(UTF_8);
      SignatureFileReader.read(file, Limits.DEFAULT)
          .fold(
              envelope -> new ChainValidator(Keys.TRUST).validate(envelope, Certificates.NOW),
              finding -> Optional.of(finding));
    }

    @Override
    List<byte[]> seeds() {
      byte[] signature = Keys.signature();
      return List.of(
          TimestampTokens.by(Keys.TSA, signature).at(Keys.SIGNED).der(),
          TimestampTokens.by(Keys.TSA, new byte[3]).at(Keys.SIGNED).der());
    }
  },
  DESCRIPTORS {
    @Override
    void read(byte[] data, Path scratch) {
      for (BundleKind kind : BundleKind.values()) {
        for (Layout layout : List.of(Layout.PLUGIN, Layout.NEXTCLOUD_APP)) {
          DescriptorForm form = DescriptorForm.of(layout);
          Map<EntryPath, byte[]> files = new LinkedHashMap<>();
          for (String name :
              List.of("appinfo/info.xml", "plugin.properties", "META-INF/MANIFEST.MF")) {
            files.put(new EntryPath(name), data);
          }
          files.keySet().removeIf(path -> !form.isDescriptor(kind, path));
          assertThat(form.read(kind, files)).isNotNull();
        }
      }
    }

    @Override
    List<byte[]> seeds() {
      return List.of(
          Trees.properties("demo", "1.0.0"),
          Trees.manifest("Plugin-Id", "demo", "Plugin-Version", "1.0.0", "Class-Path", "a.jar"),
          "<?xml version='1.0'?><info><id>demo</id><version>1.0.0</version></info>"
              .getBytes(UTF_8));
    }
  },
  SETTINGS {
    @Override
    void read(byte[] data, Path scratch) {
      Path file = Trees.write(scratch.resolve("host.yaml"), data);
      try (HostConfiguration read = HostConfiguration.read(file)) {
        assertThat(read.plugins()).isNotEmpty();
      } catch (ConfigurationException told) {
        assertThat(told.problems()).isNotEmpty();
      }
    }

    @Override
    List<byte[]> seeds() {
      return List.of(
          "plugins: plugins\ntrust: trust\nrequire: ALL\nlimits: {files: 10}\nexclude:\n  a: [b]\n"
              .getBytes(UTF_8));
    }
  },
  LEDGER {
    @Override
    void read(byte[] data, Path scratch) {
      Path state = scratch.resolve("state");
      FileSigningLedger.open(state, List.of()).close();
      Trees.write(state.resolve("ledger.json"), data);
      try (FileSigningLedger ledger = FileSigningLedger.open(state, List.of())) {
        assertThat(ledger.entries()).isNotNull();
      } catch (LedgerException told) {
        assertThat(told).hasMessageContaining("ledger.json");
      }
      Trees.delete(state);
    }

    @Override
    List<byte[]> seeds() {
      return List.of("{\"format\":1,\"plugins\":{}}".getBytes(UTF_8));
    }
  },
  RESULTS {
    @Override
    void read(byte[] data, Path scratch) {
      Path state = scratch.resolve("results");
      Trees.write(state.resolve("results.json"), data);
      assertThat(IntegrityResults.in(state).states()).isNotNull();
      Trees.delete(state);
    }

    @Override
    List<byte[]> seeds() {
      return List.of("{\"version\":1,\"results\":[]}".getBytes(UTF_8));
    }
  },
  PLUGIN_LIST {
    @Override
    void read(byte[] data, Path scratch) {
      try {
        assertThat(PluginLists.read(data)).isNotNull();
      } catch (IOException told) {
        assertThat(told).hasMessageContaining("list");
      }
    }

    @Override
    List<byte[]> seeds() {
      return List.of(
          """
          [{"id":"demo","name":"Demo","releases":[{"version":"1.0.0","date":"2026-01-31",
           "url":"demo-1.0.0.zip","requires":">=1.0","sha512sum":"00"}]}]
          """
              .getBytes(UTF_8));
    }
  };

  /** Reads it, and throws only what shows a fault. */
  abstract void read(byte[] data, Path scratch);

  /** Returns what it is well-formed for, to begin with. */
  abstract List<byte[]> seeds() throws Exception;

  private static Map<String, String> texts(SignatureFile file) {
    Map<String, String> texts = new LinkedHashMap<>();
    file.hashes().values().forEach((name, value) -> texts.put(name, value.orElse("")));
    return texts;
  }

  /** Whom the targets trust. */
  private static final class Keys {
    private static final Instant SIGNED = Instant.parse("2026-03-01T00:00:00Z");
    private static final Certificates.Issued ROOT = Certificates.root("Root").make();
    private static final Certificates.Issued LEAF =
        Certificates.leaf("demo", ROOT).valid(Certificates.FROM, SIGNED.plusSeconds(1000)).make();
    private static final Certificates.Issued TSA_ROOT = Certificates.root("TSA Root").make();
    private static final Certificates.Issued TSA = TimestampTokens.signer("TSA", TSA_ROOT).make();
    private static final Envelopes ENVELOPE = Envelopes.version2(LEAF, "{}");
    private static final TrustStore TRUST =
        TrustStore.builder()
            .anchor(new TrustAnchor(ROOT.certificate(), AnchorProfile.STANDARD))
            .timestampAnchor(TSA_ROOT.certificate())
            .build();
    private static final String REST =
        ",\"alg\":\"ecdsa-p384-sha384\",\"certificates\":{\"leaf\":"
            + Envelopes.pem(LEAF)
            + "},\"signature\":\"AAAA\"}";

    private static byte[] signature() {
      return SignatureFileReader.read(ENVELOPE.bytes(), Limits.DEFAULT)
          .<Optional<byte[]>>fold(
              file -> Optional.of(file.signature()), (Finding f) -> Optional.empty())
          .orElseThrow();
    }

    private static byte[] list() throws Exception {
      return dev.signet.testkit.PluginAuthor.authority("Root")
          .revocationList(SIGNED, java.time.Duration.ofDays(7))
          .getEncoded();
    }
  }
}
