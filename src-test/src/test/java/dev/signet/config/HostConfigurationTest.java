package dev.signet.config;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.signet.pf4j.VerifyingPluginManager;
import dev.signet.policy.Decision;
import dev.signet.policy.ReleaseChannel;
import dev.signet.policy.SignatureRequirement;
import dev.signet.sign.key.PemFiles;
import dev.signet.testkit.PluginAuthor;
import dev.signet.testkit.PluginKit;
import dev.signet.testkit.Schemas;
import dev.signet.testkit.TestHost;
import dev.signet.testkit.Trees;
import dev.signet.verdict.Audience;
import dev.signet.verdict.Reason;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostConfigurationTest {
  private static final String LEAST = "plugins: plugins\ntrust: trust\nrequire: ALL\n";

  /** What editors cannot tell by the schema: YAML itself, other files, rules about two numbers. */
  private static final List<String> BEYOND_A_SCHEMA =
      List.of(
          "require: SOME",
          "exclude: {a: /b}",
          "revocation: {grace: 300000000000 days}",
          "revocation: {grace: 9223372036854775807 days}",
          "rescanEvery: 300000000000 days",
          "rescanEvery: PT2562047788015215H",
          "revocation: {lists: none.crl}",
          "featured: &x a",
          "a: [");

  @TempDir private Path temp;
  private TestHost host;
  private Path file;

  @BeforeEach
  void makeHost() {
    host = new TestHost(temp);
    file = temp.resolve("host.yaml");
    Trees.write(
        temp.resolve("trust/root.crt"),
        PemFiles.text(host.authority().certificate()).getBytes(UTF_8));
  }

  @AfterEach
  void close() throws Exception {
    host.close();
  }

  @Test
  void least_whenRead_isAHostThatRefusesTheUnsigned() throws Exception {
    host.signed("good", "1.0.0").folder(host.plugins());
    Path unsigned = PluginKit.plugin("unsigned", "1.0.0").zip(host.plugins());

    VerifyingPluginManager manager = loaded(LEAST);

    assertThat(TestHost.ids(manager)).containsExactly("good");
    assertThat(TestHost.reasons(TestHost.decision(manager, unsigned)))
        .containsExactly(Reason.MISSING_SIGNATURE);
    assertThat(manager.admission().tools().engine().policy().channel())
        .isEqualTo(ReleaseChannel.STABLE);
  }

  @Test
  void settings_whenGiven_reachTheManager() throws Exception {
    Path allowed = PluginKit.plugin("allowed", "1.0.0").zip(host.plugins());
    Path changed = host.signed("changed", "1.0.0").folder(host.plugins());
    Trees.write(changed.resolve("cache/x"), new byte[1]);
    Trees.folder(
        temp.resolve("home"),
        host.author("core").signed(Trees.files("lib/a", "x"), "core/signature.json"));

    VerifyingPluginManager manager =
        loaded(
            LEAST
                + """
                channel: stable
                stateDirectory: mystate
                allowUnsigned: [allowed]
                core: home
                exclude:
                  changed:
                    - cache/**
                limits:
                  files: 1_000
                threads: 3
                """);

    assertThat(TestHost.ids(manager)).containsExactly("allowed", "changed");
    assertThat(TestHost.decision(manager, allowed).action()).isEqualTo(Decision.Action.WARN);
    assertThat(manager.admission().coreDecision().orElseThrow().action())
        .isEqualTo(Decision.Action.ADMIT);
    assertThat(temp.resolve("mystate/sealed")).isNotEmptyDirectory();
  }

  @Test
  void descriptor_whenSet_isReadByVerifierAndPf4jAlike() throws Exception {
    host.signed("good", "1.0.0")
        .describedBy("plugin.yaml", "metadata: {name: good}\nspec: {version: 1.0.0}\n")
        .jar(host.plugins());
    Path usual = host.signed("usual", "1.0.0").jar(host.plugins());

    VerifyingPluginManager manager =
        loaded(LEAST + "descriptor: plugin.yaml:yaml:id=metadata.name,version=spec.version\n");

    assertThat(TestHost.ids(manager)).containsExactly("good");
    assertThat(TestHost.reasons(TestHost.decision(manager, usual)))
        .containsExactly(Reason.DESCRIPTOR_MISMATCH);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "descriptor: plugin.yaml:toml | yaml, json, properties",
        "descriptor: plugin.yaml | no reader of descriptors",
        "layout: nextcloud;descriptor: plugin.yaml:yaml | is for the layout 'plugin'",
        "rules: nextcloud;descriptor: plugin.yaml:yaml | is for the layout 'plugin'",
      })
  void descriptor_whenItCannotBe_isTold(String lines, String told) throws Exception {
    Files.writeString(file, LEAST + lines.replace(';', '\n') + "\n");

    ConfigurationException e =
        catchThrowableOfType(ConfigurationException.class, () -> HostConfiguration.read(file));

    assertThat(e.problems())
        .singleElement()
        .asString()
        .contains("descriptor", told)
        .startsWith(file + ":");
  }

  @Test
  @Timeout(value = 1, unit = TimeUnit.MINUTES)
  void rescanEvery_whenSet_readsEverythingAgain() throws Exception {
    host.signed("good", "1.0.0").folder(host.plugins());

    VerifyingPluginManager manager = loaded(LEAST + "rescanEvery: 1 second\n");

    while (manager.report().lastRescan().isEmpty()) {
      Thread.sleep(20);
    }
  }

  @Test
  void channel_whenItDoesNotEnforce_admits() throws Exception {
    PluginKit.plugin("unsigned", "1.0.0").zip(host.plugins());

    assertThat(TestHost.ids(loaded(LEAST + "channel: beta\n"))).containsExactly("unsigned");
  }

  @Test
  void checking_whenOff_saysSoOnEveryDecision() throws Exception {
    Path unsigned = PluginKit.plugin("unsigned", "1.0.0").zip(host.plugins());

    VerifyingPluginManager manager = loaded(LEAST + "checking: off\n");

    assertThat(manager.admission().tools().engine().policy().isCheckingOff()).isTrue();
    assertThat(TestHost.decision(manager, unsigned).explanation()).contains("switched off");
  }

  @Test
  void limits_whenSet_areObeyed() throws Exception {
    Path large = host.signed("large", "1.0.0").folder(host.plugins());

    VerifyingPluginManager manager = loaded(LEAST + "limits: {files: 2}\n");

    assertThat(TestHost.reasons(TestHost.decision(manager, large))).contains(Reason.LIMIT_EXCEEDED);
  }

  @ParameterizedTest
  @CsvSource({
    "downgrades, refuse, REFUSE",
    "downgrades, warn, WARN",
    "downgrades, allow, ADMIT",
    "newKeys, refuse, REFUSE",
    "newKeys, warn, WARN",
    "newKeys, allow, ADMIT",
    "changedReleases, refuse, REFUSE",
    "changedReleases, warn, WARN",
    "changedReleases, allow, ADMIT"
  })
  void releaseThatDoesNotFitThePast_isDecidedAsTheSettingSays(
      String setting, String word, Decision.Action action) throws Exception {
    String text = LEAST + "stateDirectory: mystate\n" + setting + ": " + word + "\n";
    Path demo = host.signed("demo", "2.0.0").zip(host.plugins());
    loaded(text).close();
    Files.delete(demo);
    PluginAuthor other = PluginAuthor.of("demo", host.authority());
    switch (setting) {
      case "downgrades" -> host.signed("demo", "1.0.0").zip(host.plugins());
      case "newKeys" -> host.signed("demo", "2.0.0").signedBy(other).zip(host.plugins());
      default -> host.signed("demo", "2.0.0").file("more", new byte[1]).zip(host.plugins());
    }

    assertThat(TestHost.decision(loaded(text), demo).action()).isEqualTo(action);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "all: {count: 1}                                             | ADMIT",
        "all: {count: 2}                                             | REFUSE",
        "all: {alsoSignedBy: store}                                  | REFUSE",
        "featured: {count: 2}                                        | REFUSE",
        "plugins: {demo: {count: 2}}                                 | REFUSE",
        "plugins: {demo: {count: 1, alsoSignedBy: [store, reviewer]}}| REFUSE",
        "plugins: {other: {count: 9}}                                | ADMIT",
        "plugins: {}                                                 | ADMIT"
      })
  void pluginOfOneSigner_isDecidedAsTheSettingSays(String signers, Decision.Action action)
      throws Exception {
    Path demo = host.signed("demo", "1.0.0").zip(host.plugins());

    VerifyingPluginManager manager =
        loaded(LEAST + "featured: demo\nsigners:\n  " + signers + "\n");

    assertThat(TestHost.decision(manager, demo).action()).isEqualTo(action);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "all: {count: 0}",
        "all: {count: 10}",
        "all: {counts: 2}",
        "all: 2",
        "everybody: {count: 2}",
        "plugins: {demo: {alsoSignedBy: [a, b, c, d, e, f, g, h, i]}}",
        "plugins: [demo]"
      })
  void signers_whenTheyCannotBe_areAProblem(String signers) {
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> loaded(LEAST + "signers:\n  " + signers + "\n"))
        .withMessageContaining("signers");
  }

  @ParameterizedTest
  @CsvSource({"trusted, PluginClassLoader", "on-read, OnReadClassLoader"})
  void sealing_decidesWhatLoadsClasses(String mode, String loader) throws Exception {
    host.signed("demo", "1.0.0").zip(host.plugins());

    VerifyingPluginManager manager = loaded(LEAST + "sealing: " + mode + "\n");

    assertThat(manager.getPluginClassLoader("demo").getClass().getSimpleName()).isEqualTo(loader);
  }

  @Test
  void lessTrustedDependencies_whenRefused_refuseTheDependent() throws Exception {
    PluginKit.plugin("base", "1.0.0").zip(host.plugins());
    Path demo = host.signed("demo", "1.0.0").requires("base@>=1.0.0").zip(host.plugins());

    VerifyingPluginManager manager =
        loaded(LEAST + "allowUnsigned: base\nlessTrustedDependencies: refuse\n");

    assertThat(TestHost.ids(manager)).containsExactly("base");
    assertThat(TestHost.reasons(TestHost.decision(manager, demo)))
        .contains(Reason.LESS_TRUSTED_DEPENDENCY);
  }

  @Test
  void revocation_whenKeyIsWithdrawn_refuses() throws Exception {
    Path demo = host.signed("demo", "1.0.0").folder(host.plugins());
    VerifyingPluginManager before = loaded(LEAST);
    String key = TestHost.decision(before, demo).verdict().signer().orElseThrow().keyId();
    before.close();

    VerifyingPluginManager after = loaded(LEAST + "revocation:\n  keys: " + key + "\n");

    assertThat(TestHost.reasons(TestHost.decision(after, demo))).containsExactly(Reason.REVOKED);
  }

  @Test
  void rules_whenNextclouds_setRequirementLayoutAndScope() throws Exception {
    PluginKit.plugin("unsigned", "1.0.0").folder(host.plugins());
    Path app =
        Trees.folder(
            host.plugins().resolve("app"),
            host.author("core")
                .signed(PluginKit.plugin("app", "1.0.0").folderFiles(), "appinfo/signature.json"));

    VerifyingPluginManager manager =
        loaded("plugins: plugins\ntrust: trust\nrules: nextcloud\nfeatured: app\n");

    assertThat(manager.admission().tools().engine().policy().requirement())
        .isEqualTo(SignatureRequirement.FEATURED);
    assertThat(TestHost.ids(manager)).containsExactly("app", "unsigned");
    assertThat(TestHost.decision(manager, app).action()).isEqualTo(Decision.Action.ADMIT);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "layout: nextcloud                           | true",
        "layout: nextcloud~coreSignsPlugins: true    | true",
        "layout: nextcloud~coreSignsPlugins: false   | false",
        "layout: owncloud                            | false",
        "layout: owncloud~coreSignsPlugins: true     | true",
        "layout: owncloud~coreSignsPlugins: false    | false",
        "rules: nextcloud                            | true",
        "rules: nextcloud~coreSignsPlugins: false    | false",
        "rules: nextcloud~layout: owncloud           | true",
      })
  void coreSignsPlugins_whenNothingIsSaid_isWhatTheLayoutDoes(String settings, boolean admitted)
      throws Exception {
    Path app =
        Trees.folder(
            host.plugins().resolve("app"),
            host.author("core")
                .signed(PluginKit.plugin("app", "1.0.0").folderFiles(), "appinfo/signature.json"));

    VerifyingPluginManager manager = loaded(LEAST + settings.replace("~", "\n") + "\n");

    Decision decision = TestHost.decision(manager, app);
    assertThat(decision.isAdmitted()).isEqualTo(admitted);
    if (!admitted) {
      assertThat(TestHost.reasons(decision)).containsExactly(Reason.SCOPE_MISMATCH);
      assertThat(decision.advice(Audience.ADMINISTRATOR))
          .contains("coreSignsPlugins", "--core-signs-apps")
          .doesNotContain("somebody else's code");
    }
  }

  @Test
  void coreSignsPlugins_whenTheLayoutIsOurs_isOffUnlessItIsSet() throws Exception {
    Path app =
        Trees.folder(
            host.plugins().resolve("app"),
            host.author("core")
                .signed(PluginKit.plugin("app", "1.0.0").folderFiles(), "signature.json"));

    VerifyingPluginManager strict = loaded(LEAST + "layout: plugin\n");
    assertThat(TestHost.reasons(TestHost.decision(strict, app)))
        .containsExactly(Reason.SCOPE_MISMATCH);
    strict.close();
    assertThat(TestHost.ids(loaded(LEAST + "coreSignsPlugins: true\n"))).containsExactly("app");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "keptInCore: host/my-logs            | host/more.txt",
        "keptInCore: [host/my-logs, host/more.txt] | ''",
        "keptInCore: [host/my-logs/, ./host/../host/more.txt] | ''",
        "keptInCore: [my-logs, more.txt]     | host/more.txt host/my-logs/a.log",
        "keptInCore: []                      | host/more.txt host/my-logs/a.log",
        "keptInCore: host                    | host/more.txt host/my-logs/a.log",
      })
  void keptInCore_whenFoldersAreNamed_leavesOutThoseAndNothingElse(String kept, String extra)
      throws Exception {
    Trees.folder(
        temp.resolve("host"),
        host.author("core").signed(Trees.files("lib/a", "a"), "core/signature.json"));
    Trees.write(temp.resolve("host/my-logs/a.log"), new byte[1]);
    Trees.write(temp.resolve("host/more.txt"), new byte[1]);
    Trees.write(
        temp.resolve("host/anchors/root.crt"), Files.readAllBytes(temp.resolve("trust/root.crt")));
    Trees.write(temp.resolve("host/extensions/a/b"), new byte[1]);

    VerifyingPluginManager manager =
        loaded(
            "plugins: host/extensions\ntrust: host/anchors\nrequire: ALL\ncore: host\n"
                + "stateDirectory: host/own-state\n"
                + kept
                + "\n");

    assertThat(manager.admission().coreDecision().orElseThrow().findings())
        .extracting(finding -> "host/" + finding.path())
        .containsExactlyElementsOf(
            Stream.of(extra.split(" ")).filter(text -> !text.isEmpty()).toList());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          chanel: beta                        | host.yaml:4: chanel: is no setting
          require: SOME                       | host.yaml:4: Duplicate
          channel:                            | host.yaml:4: channel: is empty; give it a value
          channel: [a]                        | host.yaml:4: channel: should have one value
          layout: zip                         | host.yaml:4: layout: 'zip' should be one of
          coreSignsPlugins: yes               | host.yaml:4: coreSignsPlugins: 'yes' should be one of
          core: ""                            | host.yaml:4: core: is empty
          stateDirectory: ""                  | host.yaml:4: stateDirectory: is empty
          revocation: {lists: [""]}           | host.yaml:4: revocation.lists: has an empty entry
          keptInCore: [a, ""]                 | host.yaml:4: keptInCore
          checking: no                        | host.yaml:4: checking: 'no' should be one of false, off, on, true
          exclude: [a]                        | host.yaml:4: exclude: should hold keys and values
          exclude: {a: /b}                    | host.yaml:4: exclude.a: glob '/b'
          threads: 0                          | host.yaml:4: threads: '0' should be from 1 to 1000
          threads: all                        | host.yaml:4: threads: 'all' should be a whole
          limits: {files: 0}                  | host.yaml:4: limits.files: '0' should be from 1 to
          limits: {files: many}               | host.yaml:4: limits.files: 'many' should be a whole
          limits: {files: 99999999999}        | host.yaml:4: limits.files: '99999999999' should be
          limits: {fils: 1}                   | host.yaml:4: limits.fils: is no setting
          revocation: {grace: soon}           | host.yaml:4: revocation.grace: 'soon' should be a span
          revocation: {grace: 300000000000 days} | host.yaml:4: revocation.grace: '300000000000 days' should be at most 36500 days
          revocation: {grace: 9223372036854775807 days} | host.yaml:4: revocation.grace: '9223372036854775807 days' should be at most 36500 days
          rescanEvery: 300000000000 days | host.yaml:4: rescanEvery: '300000000000 days' should be at most 36500 days
          rescanEvery: PT2562047788015215H | host.yaml:4: rescanEvery: 'PT2562047788015215H' should be at most 36500 days
          rescanEvery: 0 days | host.yaml:4: rescanEvery
          revocation: {grace: -1 days}        | host.yaml:4: revocation.grace: '-1 days' should not
          revocation: {keys: abc}             | host.yaml:4: revocation.keys: sha256Hex
          revocation: {lists: none.crl}       | none.crl
          revocation: {urls: 'http://a/b.crl'} | host.yaml:4: revocation.urls: address
          revocation: {urls: 'https://a/b'}   | host.yaml:4: revocation.urls: need a folder
          algorithms: {standard: rsa-pss-sha1} | host.yaml:4: algorithms.standard:
          algorithms: {standard: sha0}        | host.yaml:4: algorithms.standard: 'sha0' should be one of
          sunset: {nextcloud: {rsa-pss-sha1: tomorrow}} | host.yaml:4: sunset.nextcloud.rsa-pss-sha1: 'tomorrow' should be a date
          featured: [a, [b]]                  | host.yaml:4: featured: should hold single values only
          featured: &x a                      | host.yaml
          'a: ['                              | host.yaml:4: while parsing a flow node, expected
          """)
  void setting_whenItCannotBe_isNamedWithItsLine(String line, String expected) {
    // A value with an anchor is a value; what refers to it is refused.
    String text = line.contains("&x") ? line + "\nallowUnsigned: *x" : line;

    assertThat(problems(LEAST + text + "\n")).contains(expected);
    if (BEYOND_A_SCHEMA.stream().noneMatch(line::startsWith)) {
      assertThat(Schemas.SETTINGS.problems(LEAST + text)).isNotEmpty();
    }
  }

  @Test
  void problems_whenThereAreSeveral_areAllTold() {
    assertThat(problems("plugins: p\nchanel: beta\nlayout: x\n").lines())
        .hasSize(4)
        .anyMatch(problem -> problem.contains("trust: is missing"))
        .anyMatch(problem -> problem.contains("require: is missing"))
        .anyMatch(problem -> problem.contains(":2: chanel"))
        .anyMatch(problem -> problem.contains(":3: layout"));
  }

  @ParameterizedTest
  @CsvSource({
    "'', keys and values",
    "'- a', keys and values",
    "'a: 1\n---\nb: 2\n', second document"
  })
  void file_whenItIsNoMapping_isRefused(String text, String expected) {
    assertThat(problems(text)).contains("host.yaml", expected);
  }

  @Test
  void file_whenItIsMissingOrNoText_isRefused() throws Exception {
    assertThat(problemsOf(temp.resolve("none.yaml"))).contains("none.yaml is not there");
    Files.write(file, new byte[] {'a', ':', ' ', -1});
    assertThat(problemsOf(file)).contains("not UTF-8");
    Files.write(file, new byte[2 << 20]);
    assertThat(problemsOf(file)).contains("1 MiB");
  }

  @Test
  void file_whenItIsNestedWithoutEnd_isRefused() {
    assertThat(problems("a: " + "[".repeat(500) + "]".repeat(500))).contains("host.yaml:1");
  }

  @Test
  void trust_whenTheFolderHoldsNoAnchor_namesTheKey() throws Exception {
    Files.delete(temp.resolve("trust/root.crt"));

    assertThat(problems(LEAST)).contains("host.yaml:2: trust:", "anchor");
  }

  @Test
  void plugins_whenTheFileIsElsewhere_lieBesideIt() throws Exception {
    write(LEAST.replace("plugins: plugins", "plugins: [plugins, /srv/more]"));

    assertThat(host.opened(HostConfiguration.read(file)).plugins())
        .isEqualTo(List.of(host.plugins().toAbsolutePath(), Path.of("/srv/more").toAbsolutePath()));
  }

  private VerifyingPluginManager loaded(String text) throws Exception {
    write(text);
    HostConfiguration configuration = host.opened(HostConfiguration.read(file));
    VerifyingPluginManager manager = host.opened(configuration.managerBuilder().build());
    manager.loadPlugins();
    assertThat(Schemas.SETTINGS.problems(text)).isEmpty();
    return manager;
  }

  private String problems(String text) {
    write(text);
    return problemsOf(file);
  }

  private static String problemsOf(Path file) {
    ConfigurationException e =
        catchThrowableOfType(ConfigurationException.class, () -> HostConfiguration.read(file));
    assertThat(e).as("%s is accepted", file).isNotNull();
    return String.join("\n", e.problems());
  }

  private void write(String text) {
    Trees.write(file, text.getBytes(UTF_8));
  }
}
