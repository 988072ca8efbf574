package dev.signet.pf4j;

import dev.signet.bundle.Exclusions;
import dev.signet.bundle.Layout;
import dev.signet.bundle.descriptor.PluginDescriptorReader;
import dev.signet.policy.Enforcement;
import dev.signet.policy.HistoryRule;
import dev.signet.policy.ReleaseChannel;
import dev.signet.policy.SignaturePolicy;
import dev.signet.policy.SignaturePolicyBuilder;
import dev.signet.policy.SignatureRequirement;
import dev.signet.policy.SignerRule;
import dev.signet.policy.VersionOrder;
import dev.signet.trust.AnchorProfile;
import dev.signet.trust.TrustSource;
import dev.signet.trust.TrustStore;
import dev.signet.trust.TrustStoreBuilder;
import dev.signet.trust.TrustStoreException;
import dev.signet.verdict.Dimension;
import dev.signet.verify.Expectation;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The options that decide which plugins are admitted. Trust and requirement have no default: each
 * host chooses them knowingly.
 *
 * @param <B> the builder that is configured
 */
abstract class PolicyOptions<B> {
  private SignaturePolicyBuilder policy = SignaturePolicy.builder();
  private @Nullable TrustSource trust;
  private Layout layout = Layout.PLUGIN;
  private Optional<PluginDescriptorReader> descriptor = Optional.empty();
  private Exclusions exclusions = Exclusions.NONE;
  private boolean coreSignsPlugins;

  PolicyOptions() {}

  abstract B self();

  /**
   * Sets whose signatures count: a {@code TrustStore}, or a {@code LiveTrust} that changes while
   * the host runs, which whoever opened it closes after the manager. Required.
   */
  public B trust(TrustSource trust) {
    this.trust = Objects.requireNonNull(trust, "trust");
    return self();
  }

  /** Sets which plugins must be signed. Required. */
  public B require(SignatureRequirement requirement) {
    policy.require(requirement);
    return self();
  }

  /** Sets the host's release channel; {@link ReleaseChannel#STABLE}, which enforces, unless set. */
  public B channel(ReleaseChannel channel) {
    policy.channel(channel);
    return self();
  }

  /**
   * Sets what is made of problems in one dimension, whatever the channel says of it. Whatever is
   * chosen, all is looked for and reported, and nothing is loaded of which the bytes are unknown.
   *
   * <p>On the channel {@code stable}, integrity and authenticity cannot be {@link Enforcement#OFF}:
   * the manager cannot be built.
   */
  public B enforcement(Dimension dimension, Enforcement enforcement) {
    policy.enforcement(dimension, enforcement);
    return self();
  }

  /** Adds ids of plugins that must be signed under {@link SignatureRequirement#FEATURED}. */
  public B featured(String... ids) {
    policy.featured(Set.copyOf(List.of(ids)));
    return self();
  }

  /**
   * Adds ids of plugins that may be unsigned; one that is signed must still be signed rightly, and
   * one that was signed before must stay signed until the {@link PluginAdmission#ledger} forgets
   * it.
   */
  public B allowUnsigned(String... ids) {
    policy.allowUnsigned(Set.copyOf(List.of(ids)));
    return self();
  }

  /**
   * Sets what is done with a plugin of a lower version than the highest one admitted before; {@link
   * HistoryRule#WARN} unless set. Versions are compared as the manager's {@code VersionManager}
   * does, by several threads at once; where it cannot, by {@link VersionOrder#semantic}; where that
   * cannot either, the version is reported as if it were lower.
   */
  public B downgrades(HistoryRule rule) {
    policy.downgrades(rule);
    return self();
  }

  /**
   * Sets what is done with a plugin that is signed by another key than its earlier releases, until
   * that is confirmed ({@link Confirmations}); {@link HistoryRule#WARN} unless set.
   */
  public B newKeys(HistoryRule rule) {
    policy.newKeys(rule);
    return self();
  }

  /**
   * Sets what is done with a plugin whose version was admitted before with other files, until that
   * is confirmed ({@link Confirmations}); {@link HistoryRule#WARN} unless set.
   */
  public B changedReleases(HistoryRule rule) {
    policy.changedReleases(rule);
    return self();
  }

  /**
   * Adds a rule on who must have signed every plugin beside its author, such as {@code
   * SignerRule.requireSigners(2)}; all rules that fit a plugin count. One that is not signed then
   * has to be allowed ({@link #allowUnsigned}), also under {@link SignatureRequirement#FEATURED}.
   */
  public B signers(SignerRule rule) {
    policy.signers(rule);
    return self();
  }

  /** Adds a rule on who must have signed {@link #featured} plugins beside their authors. */
  public B featuredSigners(SignerRule rule) {
    policy.featuredSigners(rule);
    return self();
  }

  /** Adds a rule on who must have signed one plugin beside its author; it must be signed then. */
  public B signers(String id, SignerRule rule) {
    policy.signers(id, rule);
    return self();
  }

  /**
   * Refuses a plugin that somebody vouches for when it needs one that nobody does, and one that
   * nobody vouches for when it comes later than what would use it; unless set, both are admitted
   * and reported.
   */
  public B refuseLessTrustedDependencies() {
    policy.refuseLessTrustedDependencies();
    return self();
  }

  /**
   * Sets where plugins keep {@code signature.json} and what is no part of them; {@link
   * Layout#PLUGIN} unless set.
   *
   * @throws IllegalArgumentException when it is the layout of a host's folder
   */
  public B layout(Layout layout) {
    if (layout.isCore()) {
      throw new IllegalArgumentException("layout: " + layout + " is that of a host's own folder");
    }
    this.layout = layout;
    return self();
  }

  /**
   * Sets what reads which plugin a bundle is, for plugins that have neither {@code
   * plugin.properties} nor PF4J's entries in {@code MANIFEST.MF}; PF4J's descriptors are read
   * unless set. A {@link VerifyingPluginManager} has PF4J read them in the same way; a manager of
   * the host's own kind keeps its {@code PluginDescriptorFinder}, which must come to the same id,
   * version and dependencies, else the plugin is refused. Fits {@link Layout#PLUGIN} only, and
   * files that can be in a bundle: else the manager cannot be built.
   */
  public B descriptor(PluginDescriptorReader reader) {
    this.descriptor = Optional.of(reader);
    return self();
  }

  /**
   * Lets a certificate for {@code core} vouch for any plugin, as the original systems do. Whoever
   * holds that certificate's key can then sign every plugin; without this, only the host's own
   * code.
   */
  public B coreSignsPlugins() {
    coreSignsPlugins = true;
    return self();
  }

  /**
   * Puts up with files of one plugin, whatever their content: what is wrong with them is reported
   * and does not refuse the plugin, and they are never loaded. Has no effect on a single jar, which
   * is loaded whole, nor on descriptors.
   *
   * @param id the plugin's id, or {@code core}
   * @param globs paths within the bundle, see {@link Exclusions#with}
   * @throws IllegalArgumentException when the id or a glob cannot be one
   */
  public B exclude(String id, String... globs) {
    exclusions = exclusions.with(id, Set.copyOf(List.of(globs)));
    return self();
  }

  /**
   * Chooses the rules of Nextcloud all at once: only featured plugins, and those that were signed
   * before, must be signed; apps have Nextcloud's layout and the names it ignores; a certificate
   * for {@code core} may vouch for any app; and its anchors are judged as its real signatures need.
   * Where it leaves things open, ours hold: on the channel {@code stable} a problem refuses.
   *
   * <p>Our default is stricter: {@code require(ALL)}, our own layout in which nothing is ignored,
   * each certificate for one id only, and anchors of profile {@code standard}.
   *
   * @param anchors Nextcloud's root certificates, PEM
   * @param revocationLists its lists, PEM or DER
   * @throws TrustStoreException naming the file that cannot be read
   */
  public B nextcloudRules(Path anchors, Path... revocationLists) throws TrustStoreException {
    TrustStoreBuilder store = TrustStore.builder().anchors(anchors, AnchorProfile.NEXTCLOUD);
    for (Path list : revocationLists) {
      store.revocationList(list);
    }
    trust(store.build());
    require(SignatureRequirement.FEATURED);
    coreSignsPlugins();
    return layout(Layout.NEXTCLOUD_APP);
  }

  /**
   * Switches checking off: every plugin is admitted, whatever the verdict, on every channel. Every
   * report says so. Plugins are still verified, and still loaded from sealed copies.
   */
  public B uncheckedOnPurpose() {
    policy.checkingOff();
    return self();
  }

  /** Returns whose signatures count; throws IllegalStateException when that is missing. */
  final TrustSource chosenTrust() {
    if (trust == null) {
      throw new IllegalStateException(
          "The host must choose: call trust(...) on the builder, there is no default");
    }
    return trust;
  }

  /** Returns the policy; throws IllegalStateException when nothing was required. */
  final SignaturePolicy chosenPolicy() {
    return policy.build();
  }

  /** Returns what each plugin is taken for. */
  final Expectation expectation() {
    return new Expectation(Optional.empty(), layout, coreSignsPlugins, exclusions)
        .readBy(descriptor);
  }

  final void startFromPolicy(AdmissionSettings settings) {
    trust = settings.trust();
    policy = settings.policy().toBuilder();
    layout = settings.expectation().layout();
    descriptor = settings.expectation().form().reader();
    coreSignsPlugins = settings.expectation().coreSignsApps();
    exclusions = settings.expectation().exclusions();
  }
}
