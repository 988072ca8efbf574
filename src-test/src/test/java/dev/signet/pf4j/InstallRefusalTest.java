package dev.signet.pf4j;

import static dev.signet.testkit.TestHost.greetings;
import static dev.signet.testkit.TestHost.reasons;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import dev.signet.bundle.Limits;
import dev.signet.pf4j.install.InstallPreview;
import dev.signet.pf4j.install.InstallRequest;
import dev.signet.pf4j.install.InstallResult;
import dev.signet.pf4j.install.InstallResult.NotDone;
import dev.signet.pf4j.install.InstallResult.Refused;
import dev.signet.pf4j.install.PluginChange;
import dev.signet.pf4j.install.SignedPluginInstaller;
import dev.signet.pf4j.load.PluginRejectedException;
import dev.signet.policy.HistoryRule;
import dev.signet.policy.LedgerEntry;
import dev.signet.policy.ReleaseChannel;
import dev.signet.policy.SignatureRequirement;
import dev.signet.testkit.LoggedEvents;
import dev.signet.testkit.PluginAuthor;
import dev.signet.testkit.PluginKit;
import dev.signet.testkit.SwitchedTrust;
import dev.signet.testkit.TestHost;
import dev.signet.testkit.Trace;
import dev.signet.testkit.Trees;
import dev.signet.verdict.Reason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever speaks against an update, the plugin that is there runs on. */
class InstallRefusalTest {
  private static final Pattern SIGNATURE = Pattern.compile("\"signature\" ?: ?\"[^\"]*\"");

  @TempDir Path folder;
  private TestHost host;
  private SwitchedTrust trust;
  private @Nullable VerifyingPluginManager opened;

  @BeforeEach
  void setUp() {
    host = new TestHost(folder);
    trust = new SwitchedTrust(host.trust());
    host.signed("clock", "1.5.0").greeting("old").zip(host.plugins());
    host.signed("user", "1.0.0").requires("clock@>=1.0.0 & <3.0.0").zip(host.plugins());
  }

  @AfterEach
  void tearDown() throws Exception {
    host.close();
  }

  /** What an update can be refused for. */
  private enum Bad {
    UNSIGNED(Reason.SIGNATURE_DROPPED),
    MODIFIED(Reason.INVALID_HASH),
    FILE_MISSING(Reason.FILE_MISSING),
    FILE_TOO_MANY(Reason.EXTRA_FILE),
    SOMEBODY_ELSES(Reason.SCOPE_MISMATCH),
    STRANGERS(Reason.UNTRUSTED_CERTIFICATE),
    REVOKED(Reason.REVOKED),
    SIGNATURE_OF_ANOTHER_RELEASE(Reason.BAD_SIGNATURE),
    SIGNATURE_THAT_IS_NONE(Reason.MALFORMED_SIGNATURE),
    NAMES_THAT_ARE_ONE(Reason.PATH_COLLISION),
    CODE_FROM_OUTSIDE(Reason.CLASS_PATH_ESCAPE),
    LOWER_VERSION(Reason.DOWNGRADE),
    WRONG_ID(Reason.DESCRIPTOR_MISMATCH),
    WRONG_VERSION(Reason.DESCRIPTOR_MISMATCH),
    NEEDS_WHAT_IS_REFUSED(Reason.DEPENDENCY_REFUSED),
    NEEDS_WHAT_IS_NOT_THERE(Reason.DEPENDENCY_UNMET),
    NEEDS_ANOTHER_VERSION(Reason.DEPENDENCY_UNMET),
    UNFIT_FOR_ITS_DEPENDENT(Reason.DEPENDENCY_UNMET),
    LESS_TRUSTED(Reason.LESS_TRUSTED_DEPENDENCY),
    LINK(Reason.NOT_A_REGULAR_FILE),
    ZIP_SLIP(Reason.UNSAFE_PATH),
    HUGE(Reason.LIMIT_EXCEEDED),
    NO_ARCHIVE(Reason.MALFORMED_ARCHIVE),
    NOT_THERE(Reason.IO_ERROR);

    private final Reason reason;

    Bad(Reason reason) {
      this.reason = reason;
    }
  }

  @ParameterizedTest
  @EnumSource
  void update_whenRefused_leavesEveryPluginAloneAndNothingBehind(Bad bad) throws Exception {
    PluginKit.plugin("rogue", "1.0.0").zip(host.plugins());
    PluginKit.plugin("plain", "1.0.0").zip(host.plugins());
    VerifyingPluginManager manager = started();
    InstallRequest request = request(bad);
    List<LedgerEntry> ledger = manager.admission().ledger().entries();
    Map<String, Integer> before = files();
    Trace.clear();
    SignedPluginInstaller installer = SignedPluginInstaller.of(manager);

    InstallPreview preview = installer.preview(request);
    InstallResult result = installer.update(request);

    assertThat(result)
        .isInstanceOfSatisfying(
            Refused.class,
            refused -> {
              assertThat(reasons(refused.decision())).contains(bad.reason);
              assertThat(refused.decision()).isEqualTo(preview.decision());
              assertThat(refused.explanation()).isNotBlank().doesNotContain("\n");
            });
    assertThatThrownBy(result::orThrow).isInstanceOf(PluginRejectedException.class);
    assertThat(greetings(manager)).contains("old");
    assertThat(Trace.all()).isEmpty();
    assertThat(files()).isEqualTo(before);
    assertThat(manager.admission().ledger().entries()).isEqualTo(ledger);
    assertThat(manager.getStartedPlugins()).hasSize(3);
  }

  /** What an admitted release can fail for when it is loaded and started. */
  private enum Broken {
    THROWS,
    THROWS_ERROR,
    THROWS_WHAT_CANNOT_BE_SHOWN,
    EXITS_BY_LINKAGE,
    BREAKS_ITS_DEPENDENT
  }

  @ParameterizedTest
  @EnumSource
  void update_whenTheNewReleaseDoesNotRun_bringsTheOldOneBack(Broken broken) throws Exception {
    VerifyingPluginManager manager = started();
    InstallRequest request = InstallRequest.of(broken(broken).zip(folder.resolve("downloads")));
    List<LedgerEntry> ledger = manager.admission().ledger().entries();
    Map<String, Integer> before = files();
    Trace.clear();

    InstallResult result;
    try (LoggedEvents log = new LoggedEvents(PluginChange.class, Level.WARN)) {
      result = SignedPluginInstaller.of(manager).update(request);
      assertThat(log.messages()).anyMatch(said -> said.contains("clock is undone"));
    }

    assertThat(result)
        .isInstanceOfSatisfying(
            NotDone.class,
            failed -> {
              assertThat(failed.cause()).isPresent();
              assertThat(failed.explanation()).endsWith("Everything is as it was before.");
            });
    assertThat(greetings(manager)).containsExactlyInAnyOrder("hello", "old");
    assertThat(manager.getStartedPlugins()).hasSize(2);
    assertThat(files()).isEqualTo(before);
    assertThat(manager.admission().ledger().entries()).isEqualTo(ledger);
    assertThat(manager.refusals()).isEmpty();
    assertThat(Trace.all()).endsWith("clock started", "user initialised", "user started");
    manager.close();
    assertThat(greetings(started())).containsExactlyInAnyOrder("hello", "old");
  }

  @Test
  void oldRelease_comesBackAlsoWhereTheHostRefusesLowerVersions() {
    VerifyingPluginManager manager = loaded(builder().downgrades(HistoryRule.REFUSE).build());

    SignedPluginInstaller.of(manager)
        .update(InstallRequest.of(broken(Broken.THROWS).zip(folder.resolve("downloads"))));
    manager.close();

    VerifyingPluginManager next = loaded(builder().downgrades(HistoryRule.REFUSE).build());
    assertThat(greetings(next)).contains("old");
  }

  @Test
  void lowerVersion_whenTheHostRefusesAny_staysRefusedThoughItIsMeant() {
    VerifyingPluginManager manager = loaded(builder().downgrades(HistoryRule.REFUSE).build());
    Path lower = host.signed("clock", "1.4.0").zip(folder.resolve("downloads"));

    InstallResult result =
        SignedPluginInstaller.of(manager).update(InstallRequest.of(lower).allowingLowerVersion());

    assertThat(result).isInstanceOf(Refused.class);
    assertThat(Trace.of("clock")).doesNotContain("clock stopped");
  }

  @Test
  void lowerVersionOfWhatNobodySigned_isRefused() {
    PluginKit.plugin("plain", "2.0.0").zip(host.plugins());
    VerifyingPluginManager manager = started();
    Path lower = PluginKit.plugin("plain", "1.0.0").zip(folder.resolve("downloads"));

    assertThat(SignedPluginInstaller.of(manager).update(InstallRequest.of(lower)))
        .isInstanceOfSatisfying(
            Refused.class,
            refused -> assertThat(reasons(refused.decision())).contains(Reason.DOWNGRADE));
  }

  @Test
  void featuredPlugin_isNotInstalledUnsignedAndAnotherIs() {
    VerifyingPluginManager manager =
        loaded(host.builder().require(SignatureRequirement.FEATURED).featured("important").build());
    SignedPluginInstaller installer = SignedPluginInstaller.of(manager);
    Path important = PluginKit.plugin("important", "1.0.0").zip(folder.resolve("downloads"));
    Path other = PluginKit.plugin("other", "1.0.0").zip(folder.resolve("downloads"));

    assertThat(installer.install(InstallRequest.of(important)))
        .isInstanceOfSatisfying(
            Refused.class,
            refused -> assertThat(reasons(refused.decision())).contains(Reason.MISSING_SIGNATURE));
    assertThat(installer.install(InstallRequest.of(other)).isDone()).isTrue();
    assertThat(TestHost.ids(manager)).containsExactly("clock", "other", "user");
  }

  @Test
  void release_whenItCannotBeRecorded_isTakenBack() throws IOException {
    VerifyingPluginManager manager = started();
    Path ledger = host.state().resolve("ledger.json");
    Path newer = host.signed("clock", "2.0.0").zip(folder.resolve("downloads"));
    Files.delete(ledger);
    Files.createDirectories(ledger.resolve("in the way"));
    Trace.clear();

    InstallResult result = SignedPluginInstaller.of(manager).update(InstallRequest.of(newer));

    assertThat(result).isInstanceOf(NotDone.class);
    assertThat(result.explanation()).contains("ledger.json");
    assertThat(greetings(manager)).contains("old");
    Files.delete(ledger.resolve("in the way"));
    Files.delete(ledger);
  }

  @ParameterizedTest
  @ValueSource(strings = {"exception", "error"})
  void oldRelease_whenItCannotEvenBeStopped_isUpdated(String kind) throws IOException {
    Files.delete(host.plugins().resolve("clock.zip"));
    String thrown = kind.equals("error") ? "AssertionError" : "IllegalStateException";
    host.signed("clock", "1.5.0").atStop("throw new " + thrown + "();").zip(host.plugins());
    VerifyingPluginManager manager = started();
    Path newer = host.signed("clock", "2.0.0").greeting("new").zip(folder.resolve("downloads"));

    SignedPluginInstaller.of(manager).update(InstallRequest.of(newer)).orThrow();

    assertThat(greetings(manager)).containsExactlyInAnyOrder("hello", "new");
    assertThat(manager.getStartedPlugins()).hasSize(2);
  }

  @Test
  void problem_whenOnlyReportedOffStable_isInstalledThereExceptWhatWasNotAskedFor() {
    VerifyingPluginManager manager = loaded(builder().channel(new ReleaseChannel("beta")).build());
    SignedPluginInstaller installer = SignedPluginInstaller.of(manager);
    Path unsigned = PluginKit.plugin("clock", "1.6.0").greeting("new").zip(folder.resolve("a"));
    Path other = host.signed("other", "1.0.0").zip(folder.resolve("b"));

    assertThat(installer.installOrUpdate(InstallRequest.of(other).withId("clock")))
        .isInstanceOf(Refused.class);
    assertThat(installer.installOrUpdate(InstallRequest.of(other).withVersion("2")))
        .isInstanceOf(Refused.class);
    InstallResult result = installer.update(InstallRequest.of(unsigned));

    assertThat(result.isDone()).isTrue();
    assertThat(result.explanation()).contains("this would have been refused on stable");
    assertThat(greetings(manager)).contains("new");
  }

  @Test
  void interruptedThread_stillPutsEverythingBack() {
    VerifyingPluginManager manager = started();
    Path newer = host.signed("clock", "2.0.0").zip(folder.resolve("downloads"));
    Map<String, Integer> before = files();
    int[] moves = {0};
    SignedPluginInstaller installer =
        SignedPluginInstaller.builder(manager, manager.admission())
            .guard(
                (step, path) -> {
                  if (step.equals("move") && moves[0]++ == 0) {
                    Thread.currentThread().interrupt();
                  }
                })
            .build();

    InstallResult result = installer.update(InstallRequest.of(newer));

    assertThat(Thread.interrupted()).isTrue();
    assertThat(result).isInstanceOf(NotDone.class);
    assertThat(greetings(manager)).contains("old");
    assertThat(files()).isEqualTo(before);
  }

  private InstallRequest request(Bad bad) throws Exception {
    Path downloads = folder.resolve("downloads");
    PluginKit next = host.signed("clock", "2.0.0");
    return switch (bad) {
      case UNSIGNED -> InstallRequest.of(PluginKit.plugin("clock", "2.0.0").zip(downloads));
      case MODIFIED -> changed("classes/META-INF/extensions.idx", "changed");
      case FILE_TOO_MANY -> changed("one-more", "x");
      case FILE_MISSING -> changed("classes/META-INF/extensions.idx", null);
      case SOMEBODY_ELSES ->
          InstallRequest.of(
              PluginKit.plugin("clock", "2.0.0").signedBy(host.author("other")).jar(downloads));
      case STRANGERS ->
          InstallRequest.of(
              PluginKit.plugin("clock", "2.0.0")
                  .signedBy(PluginAuthor.of("clock", PluginAuthor.authority("Strangers")))
                  .zip(downloads));
      case REVOKED -> {
        InstallRequest request = InstallRequest.of(next.zip(downloads));
        revoke("clock");
        yield request;
      }
      case SIGNATURE_OF_ANOTHER_RELEASE ->
          changed(
              "signature.json",
              SIGNATURE
                  .matcher(envelope("2.0.0"))
                  .replaceFirst(
                      SIGNATURE
                          .matcher(envelope("2.0.1"))
                          .results()
                          .findFirst()
                          .orElseThrow()
                          .group()));
      case SIGNATURE_THAT_IS_NONE -> changed("signature.json", "{");
      case NAMES_THAT_ARE_ONE ->
          InstallRequest.of(
              next.file("Twin", new byte[1]).file("twin", new byte[2]).zip(downloads));
      case CODE_FROM_OUTSIDE ->
          InstallRequest.of(
              next.file(
                      "lib/reaching.jar",
                      Trees.archiveBytes(
                          Map.of(
                              "META-INF/MANIFEST.MF",
                              Trees.manifest("Class-Path", "../../../evil.jar"))))
                  .zip(downloads));
      case LOWER_VERSION -> InstallRequest.of(host.signed("clock", "1.4.9").zip(downloads));
      case WRONG_ID -> InstallRequest.of(next.zip(downloads)).withId("user");
      case WRONG_VERSION -> InstallRequest.of(next.zip(downloads)).withVersion("2.0.1");
      case NEEDS_WHAT_IS_REFUSED -> InstallRequest.of(next.requires("rogue").zip(downloads));
      case NEEDS_WHAT_IS_NOT_THERE -> InstallRequest.of(next.requires("nobody").zip(downloads));
      case NEEDS_ANOTHER_VERSION ->
          InstallRequest.of(next.requires("plain@>=2.0.0").zip(downloads));
      case UNFIT_FOR_ITS_DEPENDENT ->
          InstallRequest.of(host.signed("clock", "3.0.0").zip(downloads));
      case LESS_TRUSTED -> InstallRequest.of(next.requires("plain").zip(downloads));
      case LINK -> {
        Path bundle = next.folder(downloads);
        Files.createSymbolicLink(bundle.resolve("link"), host.plugins());
        yield InstallRequest.of(bundle);
      }
      case ZIP_SLIP -> changed("../../outside.txt", "x");
      case HUGE -> InstallRequest.of(next.file("huge", new byte[600_000]).zip(downloads));
      case NO_ARCHIVE ->
          InstallRequest.of(Trees.write(downloads.resolve("clock.zip"), new byte[1000]));
      case NOT_THERE -> InstallRequest.of(downloads.resolve("nothing.zip"));
    };
  }

  private String envelope(String version) {
    byte[] bytes = host.signed("clock", version).folderFiles().get("signature.json");
    return new String(Objects.requireNonNull(bytes), UTF_8);
  }

  private InstallRequest changed(String path, @Nullable String text) {
    Map<String, byte[]> files = new LinkedHashMap<>(host.signed("clock", "2.0.0").folderFiles());
    if (text == null) {
      files.remove(path);
    } else {
      files.put(path, text.getBytes(UTF_8));
    }
    return InstallRequest.of(Trees.archive(folder.resolve("downloads/clock.zip"), files));
  }

  private void revoke(String id) {
    host.authority().revoke(host.author(id).certificate().getSerialNumber(), Instant.now());
    trust.set(
        host.trust().toBuilder()
            .revocationList(host.authority().revocationList(Instant.now(), Duration.ofDays(7)))
            .build());
  }

  private PluginKit broken(Broken broken) {
    PluginKit next = host.signed("clock", "2.0.0").greeting("new");
    return switch (broken) {
      case THROWS -> next.atStart("throw new IllegalStateException(\"no\");");
      case THROWS_ERROR -> next.atStart("throw new AssertionError(\"no\");");
      case THROWS_WHAT_CANNOT_BE_SHOWN ->
          next.atStart("throw new dev.signet.testkit.HostileError();");
      case EXITS_BY_LINKAGE -> next.atStart("throw new NoClassDefFoundError();");
      case BREAKS_ITS_DEPENDENT -> {
        // The dependent looks for what only the old release has.
        breakable();
        yield next;
      }
    };
  }

  /** Makes the running dependent one that starts only beside version 1. */
  private void breakable() {
    VerifyingPluginManager manager = Objects.requireNonNull(opened);
    Path picky =
        host.signed("user", "1.0.1")
            .requires("clock")
            .atStart(
                "if (!getWrapper().getPluginManager().getPlugin(\"clock\").getDescriptor()"
                    + ".getVersion().startsWith(\"1.\")) throw new IllegalStateException();")
            .zip(folder.resolve("picky"));
    SignedPluginInstaller.of(manager).update(InstallRequest.of(picky)).orThrow();
  }

  private VerifyingPluginManager.Builder builder() {
    return host.builder()
        .trust(trust)
        .require(SignatureRequirement.ALL)
        .allowUnsigned("plain", "clock")
        .refuseLessTrustedDependencies()
        .limits(Limits.builder().fileBytes(500_000).build());
  }

  private VerifyingPluginManager started() {
    return loaded(builder().build());
  }

  private VerifyingPluginManager loaded(VerifyingPluginManager manager) {
    host.opened(manager);
    opened = manager;
    manager.loadPlugins();
    manager.startPlugins();
    return manager;
  }

  /** Returns all that is in the root and in the state, each file with its content. */
  private Map<String, Integer> files() {
    Map<String, Integer> files = new TreeMap<>();
    for (Path root : List.of(host.plugins(), host.sealed(), host.state().resolve("staging"))) {
      try (Stream<Path> tree = Files.walk(root)) {
        for (Path file : tree.filter(path -> !path.equals(root)).toList()) {
          // What was loaded again has another path then.
          String name = file.toString().replaceFirst("-r[0-9]+(?=/|$)", "");
          if (!Set.of(".signet-install", "lock").contains(file.getFileName().toString())) {
            files.put(
                name, Files.isRegularFile(file) ? Arrays.hashCode(Files.readAllBytes(file)) : 0);
          }
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return files;
  }
}
