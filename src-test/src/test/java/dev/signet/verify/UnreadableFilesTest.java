package dev.signet.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.signet.bundle.BundleEntry;
import dev.signet.bundle.BundleException;
import dev.signet.bundle.BundleKind;
import dev.signet.bundle.EntryReader;
import dev.signet.bundle.Layout;
import dev.signet.bundle.Limits;
import dev.signet.bundle.descriptor.DescriptorForm;
import dev.signet.bundle.read.Bundle;
import dev.signet.bundle.read.BundleOpener;
import dev.signet.manifest.ManifestReader;
import dev.signet.policy.ReleaseChannel;
import dev.signet.policy.SignaturePolicy;
import dev.signet.policy.SignatureRequirement;
import dev.signet.sign.authority.CertificateAuthority;
import dev.signet.testkit.PluginAuthor;
import dev.signet.testkit.Trees;
import dev.signet.trust.TrustStore;
import dev.signet.verdict.Finding;
import dev.signet.verdict.Reason;
import dev.signet.verdict.Verdict;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What one check says of files and folders it cannot read, and of those beside them. */
class UnreadableFilesTest {
  private static final CertificateAuthority AUTHORITY = PluginAuthor.authority("Test Root");
  private static final PluginAuthor CLOCK = PluginAuthor.of("clock", AUTHORITY);
  private static final TrustStore TRUST = PluginAuthor.trusting(AUTHORITY);

  @TempDir Path temp;
  private Path folder;

  @BeforeEach
  void makeSignedFolder() {
    Map<String, byte[]> files =
        Trees.files("a.txt", "a", "lib/b.txt", "b", "lib/deep/c.txt", "c", "z.txt", "z");
    files.put("plugin.properties", Trees.properties("clock", "1.0.0"));
    folder = Trees.folder(temp.resolve("clock"), CLOCK.signed(files, "signature.json"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.txt", "lib/b.txt", "lib", "lib/deep", "lib/deep/c.txt", "z.txt"})
  void unreadable_whenOthersAreChangedForeignAndMissing_allAreTold(String unreadable)
      throws IOException {
    Files.writeString(folder.resolve("plugin.properties"), "#\n", StandardOpenOption.APPEND);
    Files.writeString(folder.resolve("foreign.txt"), "x");

    Verdict verdict = judge(Set.of(unreadable), Set.of());

    assertThat(told(verdict))
        .containsExactlyInAnyOrder(
            tuple(Reason.IO_ERROR, unreadable),
            tuple(Reason.INVALID_HASH, "plugin.properties"),
            tuple(Reason.EXTRA_FILE, "foreign.txt"));
    assertThat(verdict.word()).isEqualTo("modified");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.txt", "lib", "plugin.properties", "signature.json"})
  void unreadable_whenNothingElseIsWrong_isTheOneFinding(String unreadable) {
    Verdict verdict = judge(Set.of(unreadable), Set.of());

    assertThat(told(verdict)).containsExactly(tuple(Reason.IO_ERROR, unreadable));
    assertThat(verdict.word()).isEqualTo("invalid");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.txt", "lib", "signature.json"})
  void unreadable_whenTheChannelEnforcesNothing_isRefusedAllTheSame(String unreadable) {
    SignaturePolicy policy =
        SignaturePolicy.require(SignatureRequirement.FEATURED)
            .channel(new ReleaseChannel("daily"))
            .build();

    assertThat(policy.decide(judge(Set.of(unreadable), Set.of())).isAdmitted()).isFalse();
  }

  @Test
  void unreadable_whenItIsNamedAlike_hidesNoneBesideIt() throws IOException {
    Files.writeString(folder.resolve("lib.txt"), "nobody signed this");
    Files.delete(folder.resolve("z.txt"));

    assertThat(told(judge(Set.of("lib"), Set.of())))
        .containsExactlyInAnyOrder(
            tuple(Reason.IO_ERROR, "lib"),
            tuple(Reason.EXTRA_FILE, "lib.txt"),
            tuple(Reason.FILE_MISSING, "z.txt"));
  }

  @Test
  void gone_whenItWasNotSigned_isNoFinding() throws IOException {
    Files.writeString(folder.resolve("session.tmp"), "x");

    assertThat(judge(Set.of(), Set.of("session.tmp")).isVerified()).isTrue();
  }

  @Test
  void gone_whenItWasSigned_isMissing() {
    Verdict verdict = judge(Set.of(), Set.of("a.txt"));

    assertThat(told(verdict)).containsExactly(tuple(Reason.FILE_MISSING, "a.txt"));
    assertThat(verdict.word()).isEqualTo("modified");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.txt", "lib", "lib/deep/c.txt"})
  void link_whenItStandsForWhatWasSigned_isOneFinding(String name) throws IOException {
    Path there = folder.resolve(name);
    Files.move(there, temp.resolve("moved"));
    Files.createSymbolicLink(there, temp.resolve("moved"));

    Verdict verdict = verifier().verify(folder, Expectation.PLUGIN);

    assertThat(told(verdict)).containsExactly(tuple(Reason.NOT_A_REGULAR_FILE, name));
  }

  @Test
  void unreadable_whenPermissionsAreMissing_isToldWithTheRest() throws IOException {
    Files.setPosixFilePermissions(
        folder.resolve("lib"), PosixFilePermissions.fromString("---------"));
    try {
      assumeThat(Files.isReadable(folder.resolve("lib"))).as("may read everything").isFalse();
      Files.writeString(folder.resolve("foreign.txt"), "x");

      assertThat(told(verifier().verify(folder, Expectation.PLUGIN)))
          .containsExactlyInAnyOrder(
              tuple(Reason.IO_ERROR, "lib"), tuple(Reason.EXTRA_FILE, "foreign.txt"));
    } finally {
      Files.setPosixFilePermissions(
          folder.resolve("lib"), PosixFilePermissions.fromString("rwx------"));
    }
  }

  private static BundleVerifier verifier() {
    return new BundleVerifier(TRUST, Limits.DEFAULT, Clock.systemUTC());
  }

  private static List<Tuple> told(Verdict verdict) {
    return verdict.findings().stream()
        .map(finding -> tuple(finding.reason(), finding.path()))
        .toList();
  }

  /** Judges the folder as read from a disk that fails at some paths, and loses others. */
  private Verdict judge(Set<String> unreadable, Set<String> vanishing) {
    try (Staging staging = Staging.temporary();
        Bundle bundle =
            new FaultyBundle(
                BundleOpener.open(folder, Limits.DEFAULT, staging.archive()),
                unreadable,
                vanishing)) {
      BundleReader reader =
          BundleReader.forChecking(
              DescriptorForm.of(Layout.PLUGIN),
              new ManifestReader(Layout.PLUGIN, Limits.DEFAULT),
              staging,
              new DigestCache());
      Judge judge = new Judge(TRUST);
      return judge
          .judge(reader.read(found -> bundle), Expectation.PLUGIN, judge.chains(), Instant.now())
          .verdict();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A folder on a bad disk. A folder of it that cannot be read is listed as a walk lists it. */
  private record FaultyBundle(Bundle bundle, Set<String> unreadable, Set<String> vanishing)
      implements Bundle {

    @Override
    public Path source() {
      return bundle.source();
    }

    @Override
    public BundleKind kind() {
      return bundle.kind();
    }

    @Override
    public List<BundleEntry> entries() {
      return bundle.entries().stream()
          .filter(entry -> folders().noneMatch(path -> entry.path().value().startsWith(path + "/")))
          .toList();
    }

    @Override
    public List<Finding> findings() {
      List<Finding> findings = new ArrayList<>(bundle.findings());
      folders().map(path -> Finding.at(Reason.IO_ERROR, path, "no")).forEach(findings::add);
      return findings;
    }

    private Stream<String> folders() {
      return unreadable.stream().filter(path -> Files.isDirectory(source().resolve(path)));
    }

    @Override
    public boolean isComplete() {
      return bundle.isComplete();
    }

    @Override
    public EntryReader reader() {
      return new FaultyReader(bundle.reader(), unreadable, vanishing);
    }

    @Override
    public Optional<Path> archiveCopy() {
      return bundle.archiveCopy();
    }

    @Override
    public void close() {
      bundle.close();
    }
  }

  private record FaultyReader(EntryReader reader, Set<String> unreadable, Set<String> vanishing)
      implements EntryReader {

    @Override
    public InputStream open(BundleEntry entry) throws BundleException {
      String path = entry.path().value();
      if (unreadable.contains(path)) {
        throw new BundleException(
            Finding.at(Reason.IO_ERROR, path, "no"), new IOException("Input/output error"));
      }
      if (vanishing.contains(path)) {
        throw new BundleException(
            Finding.at(Reason.IO_ERROR, path, "no"), new NoSuchFileException(path));
      }
      return reader.open(entry);
    }

    @Override
    public void close() {
      reader.close();
    }
  }
}
