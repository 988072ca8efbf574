package dev.signet.testkit;

import dev.signet.pf4j.VerifyingPluginManager;
import dev.signet.policy.Decision;
import dev.signet.policy.SignatureRequirement;
import dev.signet.sign.authority.CertificateAuthority;
import dev.signet.sign.key.KeyType;
import dev.signet.trust.AnchorProfile;
import dev.signet.trust.RevocationPolicy;
import dev.signet.trust.RevocationPolicy.AfterGrace;
import dev.signet.trust.TrustAnchor;
import dev.signet.trust.TrustStore;
import dev.signet.trust.TrustStoreBuilder;
import dev.signet.verdict.Reason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.pf4j.PluginManager;
import org.pf4j.PluginWrapper;

/** A host in a temporary folder: plugins root, state directory, an authority it trusts. */
@SuppressWarnings("try") // what is opened here may be of any kind, and is closed after the test
public final class TestHost implements AutoCloseable {
  private final Keys keys;
  private final CertificateAuthority authority;
  private final TrustStore trust;
  private final Map<String, PluginAuthor> authors = new HashMap<>();
  private final List<AutoCloseable> opened = new ArrayList<>();
  private final Path plugins;
  private final Path state;

  /** Where the keys of a host come from. */
  private interface Keys {
    CertificateAuthority authority();

    /** Returns the keys of an author, by number. */
    KeyPair author(int number);
  }

  /**
   * The same for all hosts of a JVM. RSA takes long to make, but a signature of it is verified in a
   * twentieth of the time, and that is what hosts do.
   */
  private static final class SharedKeys implements Keys {
    private static final Keys ALL = new SharedKeys();

    private final CertificateAuthority authority =
        PluginAuthor.authority("Test Root", KeyType.RSA_2048);

    @Override
    public CertificateAuthority authority() {
      return authority;
    }

    @Override
    public KeyPair author(int number) {
      return Certificates.sharedRsa(number);
    }
  }

  /** Quick to make. */
  private static final class OwnKeys implements Keys {
    @Override
    public CertificateAuthority authority() {
      return PluginAuthor.authority("Test Root");
    }

    @Override
    public KeyPair author(int number) {
      return KeyType.P384.generate();
    }
  }

  /** Makes the folders below this one. */
  public TestHost(Path folder) {
    this(folder.resolve("plugins"), folder.resolve("state"));
  }

  /** Makes the plugins root; the state directory is made when it is needed. */
  public TestHost(Path plugins, Path state) {
    this(plugins, state, SharedKeys.ALL);
  }

  /**
   * Returns one with keys of its own on P-384, which a process that makes no other host has sooner.
   */
  public static TestHost onP384(Path plugins, Path state) {
    return new TestHost(plugins, state, new OwnKeys());
  }

  private TestHost(Path plugins, Path state, Keys keys) {
    this.keys = keys;
    this.authority = keys.authority();
    this.trust = PluginAuthor.trusting(authority);
    try {
      this.plugins = Files.createDirectories(plugins);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    this.state = state;
    Trace.clear();
  }

  /** Returns the plugins root. */
  public Path plugins() {
    return plugins;
  }

  /** Returns the state directory. */
  public Path state() {
    return state;
  }

  /** Returns the folder of sealed copies. */
  public Path sealed() {
    return state.resolve("sealed");
  }

  /** Returns who is trusted. */
  public TrustStore trust() {
    return trust;
  }

  /** Returns the authority that is trusted. */
  public CertificateAuthority authority() {
    return authority;
  }

  /** Returns the one author of a plugin. */
  public PluginAuthor author(String pluginId) {
    return authors.computeIfAbsent(
        pluginId, id -> PluginAuthor.certified(id, authority, keys.author(authors.size())));
  }

  /** Returns the kit of a plugin that its author signs. */
  public PluginKit signed(String id, String version) {
    return PluginKit.plugin(id, version).signedBy(author(id));
  }

  /** Returns a builder with trust, state directory, and signatures required of all. */
  public VerifyingPluginManager.Builder builder() {
    return VerifyingPluginManager.builder(plugins)
        .trust(trust)
        .require(SignatureRequirement.ALL)
        .stateDirectory(state);
  }

  /** Returns a manager of the default settings, closed with this host. */
  public VerifyingPluginManager manager() {
    return opened(builder().build());
  }

  /** Returns a manager of the default settings that has loaded and started all plugins. */
  public VerifyingPluginManager started() {
    VerifyingPluginManager manager = manager();
    manager.loadPlugins();
    manager.startPlugins();
    return manager;
  }

  /** Starts a host of these settings, loads all plugins, and ends; returns the decision on one. */
  public static Decision decisionAtStart(VerifyingPluginManager.Builder settings, Path source) {
    try (VerifyingPluginManager manager = settings.build()) {
      manager.loadPlugins();
      Decision decision = decision(manager, source);
      if (ids(manager).size() != (decision.isAdmitted() ? 1 : 0)) {
        throw new AssertionError(ids(manager) + " are loaded: " + decision.explanation());
      }
      return decision;
    }
  }

  /** Returns a start for trust in the authority alone, to be made stricter. */
  public TrustStoreBuilder trusting() {
    return TrustStore.builder()
        .anchor(new TrustAnchor(authority.certificate(), AnchorProfile.STANDARD));
  }

  /** Withdraws certificates; returns trust that knows. */
  public TrustStoreBuilder trustWithout(PluginAuthor... withdrawn) {
    Instant now = Instant.now();
    for (PluginAuthor each : withdrawn) {
      authority.revoke(each.certificate().getSerialNumber(), now);
    }
    return trusting().revocationList(authority.revocationList(now, Duration.ofDays(9)));
  }

  /** Returns trust whose only revocation list is four weeks old, twice as old as is put up with. */
  public TrustStoreBuilder trustOfOldList() {
    Instant longAgo = Instant.now().minus(Duration.ofDays(29));
    return trusting()
        .revocationList(authority.revocationList(longAgo, Duration.ofDays(1)))
        .revocationPolicy(new RevocationPolicy(false, Duration.ofDays(14), AfterGrace.REFUSE));
  }

  /** Closes something with this host. */
  public <T extends AutoCloseable> T opened(T closeable) {
    opened.add(closeable);
    return closeable;
  }

  /** Returns the ids of the loaded plugins, sorted. */
  public static List<String> ids(PluginManager manager) {
    return manager.getPlugins().stream().map(PluginWrapper::getPluginId).sorted().toList();
  }

  /** Returns what the extensions of all started plugins say, sorted. */
  public static List<String> greetings(PluginManager manager) {
    return manager.getExtensions(Greeting.class).stream().map(Greeting::text).sorted().toList();
  }

  /** Returns the decision on a source. */
  public static Decision decision(VerifyingPluginManager manager, Path source) {
    return Objects.requireNonNull(manager.decisions().get(source), "no decision on " + source);
  }

  /** Returns the reasons of a decision, problems first. */
  public static List<Reason> reasons(Decision decision) {
    return decision.findings().stream().map(finding -> finding.reason()).toList();
  }

  @Override
  public void close() {
    for (AutoCloseable closeable : opened) {
      try {
        closeable.close();
      } catch (Exception e) {
        throw new AssertionError("cannot close " + closeable, e);
      }
    }
  }
}
