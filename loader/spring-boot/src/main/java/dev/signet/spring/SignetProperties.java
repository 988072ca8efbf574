package dev.signet.spring;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The settings of {@code signet.*}. All but {@code enabled} and {@code application} are those of
 * the settings file of signet-config, under the same names and with the same values; what they may
 * be is said there, once. A name nobody knows keeps the application from starting: a mistyped
 * setting must not silently be the default.
 *
 * @param enabled Whether Signet is set up at all.
 * @param application What this application does with its plugins.
 * @param plugins Folder or folders in which plugins lie. Must be set.
 * @param trust Trust folder, with anchors and revocation lists. Must be set, unless the application
 *     has a bean that is a TrustSource.
 * @param revocation Withdrawn certificates, keys and releases.
 * @param algorithms Signature algorithms that are accepted.
 * @param sunset Dates from which algorithms are refused.
 * @param rules Rules that choose the defaults of others: signet, or nextcloud.
 * @param require Which plugins must be signed: ALL, or FEATURED. Must be set.
 * @param layout Where plugins keep their signature: plugin, nextcloud or owncloud.
 * @param descriptor The file that says which plugin a bundle is, where plugins have another than
 *     PF4J's: plugin.yaml:yaml:id=metadata.name,version=spec.version, say; or a reader's class.
 * @param featured Ids of plugins that must be signed under FEATURED.
 * @param allowUnsigned Ids of plugins that may be unsigned.
 * @param signers Who must have signed plugins beside their authors.
 * @param channel Release channel; only stable enforces.
 * @param enforcement What is made of problems in single dimensions, whatever the channel says.
 * @param stateDirectory This application's own folder for its state. A temporary one unless set.
 * @param core This host's own folder, to be checked.
 * @param coreSignsPlugins Whether a certificate for the host's core may vouch for any plugin.
 * @param keptInCore Folders or files inside the core that are none of the host's code.
 * @param rescanEvery How often everything is read again, such as '1 day'. Never unless set.
 * @param exclude Ids of plugins, each with globs of files this host puts up with.
 * @param downgrades What becomes of a version lower than one before: allow, warn or refuse.
 * @param newKeys What becomes of a new key, until that is confirmed: allow, warn or refuse.
 * @param changedReleases What becomes of a plugin whose version had other files before, until that
 *     is confirmed: allow, warn or refuse.
 * @param lessTrustedDependencies What becomes of a verified plugin that needs an unverified one:
 *     warn or refuse.
 * @param sealing When sealed copies are checked: trusted, when made; on-read, also when read.
 * @param limits How large a plugin may be.
 * @param registries How registries are asked that bundles may be fetched from.
 * @param fleet Whose list of plugins the application goes by.
 * @param threads How many threads read one plugin. As many as there are cores unless set.
 * @param database The database that several hosts share. Needs signet-postgres.
 * @param checking Whether plugins are checked. When off, all are admitted, as every report says.
 */
@ConfigurationProperties(prefix = SignetProperties.PREFIX, ignoreUnknownFields = false)
public record SignetProperties(
    @DefaultValue("true") boolean enabled,
    @DefaultValue Application application,
    @Nullable List<String> plugins,
    @Nullable String trust,
    @Nullable Revocation revocation,
    @Nullable Algorithms algorithms,
    @Nullable Sunset sunset,
    @Nullable String rules,
    @Nullable String require,
    @Nullable String layout,
    @Nullable String descriptor,
    @Nullable List<String> featured,
    @Nullable List<String> allowUnsigned,
    @Nullable Signers signers,
    @Nullable String channel,
    @Nullable Enforcement enforcement,
    @Nullable String stateDirectory,
    @Nullable String core,
    @Nullable Boolean coreSignsPlugins,
    @Nullable List<String> keptInCore,
    @Nullable String rescanEvery,
    @Nullable Map<String, List<String>> exclude,
    @Nullable String downgrades,
    @Nullable String newKeys,
    @Nullable String changedReleases,
    @Nullable String lessTrustedDependencies,
    @Nullable String sealing,
    @Nullable Limits limits,
    @NestedConfigurationProperty @Nullable RegistryProperties registries,
    @NestedConfigurationProperty @Nullable FleetProperties fleet,
    @Nullable Integer threads,
    @NestedConfigurationProperty @Nullable DatabaseProperties database,
    @Nullable Boolean checking) {

  static final String PREFIX = "signet";

  /**
   * What this application does with its plugins; no setting of the settings file.
   *
   * @param startPlugins Whether plugins are loaded and started at its start, or by itself later.
   * @param requiredPlugins Ids of plugins without which the application is out of service, as its
   *     health tells.
   */
  public record Application(
      @DefaultValue("true") boolean startPlugins, @DefaultValue List<String> requiredPlugins) {
    /** Copies the list. */
    public Application {
      requiredPlugins = List.copyOf(requiredPlugins);
    }
  }

  /**
   * What is made of problems in single dimensions: enforce, warn or off. What the channel says
   * unless set.
   *
   * @param integrity Whether it is what was signed.
   * @param authenticity Whether somebody trusted vouches for it.
   * @param revocation Whether that was withdrawn.
   * @param expiry Whether certificates were valid.
   * @param freshness Whether the revocation lists are up to date.
   */
  public record Enforcement(
      @Nullable String integrity,
      @Nullable String authenticity,
      @Nullable String revocation,
      @Nullable String expiry,
      @Nullable String freshness) {}

  /**
   * Withdrawn certificates, keys and releases.
   *
   * @param required Whether a certificate is refused while there is no list of its issuer.
   * @param grace How long a list that is out of date is only reported, such as '14 days'.
   * @param afterGrace What comes then: warn or refuse.
   * @param lists Further revocation lists.
   * @param urls Lists on the web, https. Needs the state directory.
   * @param refreshEvery How often they are fetched, such as '1 hour'.
   * @param keys Withdrawn keys: SHA-256 of the public key, hex.
   * @param releases Withdrawn releases: SHA-512 of what was signed, hex.
   */
  public record Revocation(
      @Nullable Boolean required,
      @Nullable String grace,
      @Nullable String afterGrace,
      @Nullable List<String> lists,
      @Nullable List<String> urls,
      @Nullable String refreshEvery,
      @Nullable List<String> keys,
      @Nullable List<String> releases) {}

  /**
   * Signature algorithms that are accepted.
   *
   * @param standard The only algorithms accepted under standard anchors.
   * @param nextcloud The only algorithms accepted under anchors of Nextcloud's.
   */
  public record Algorithms(@Nullable List<String> standard, @Nullable List<String> nextcloud) {}

  /**
   * Dates from which algorithms are refused.
   *
   * @param standard Algorithms with dates, such as 2028-01-01, under standard anchors.
   * @param nextcloud Algorithms with dates under anchors of Nextcloud's.
   */
  public record Sunset(
      @Nullable Map<String, String> standard, @Nullable Map<String, String> nextcloud) {}

  /**
   * Who must have signed plugins beside their authors; all rules that fit a plugin count.
   *
   * @param all Every plugin.
   * @param featured Those that must be signed under FEATURED.
   * @param plugins Single plugins, by their ids; they must be signed then.
   */
  public record Signers(
      @Nullable SignerRule all,
      @Nullable SignerRule featured,
      @Nullable Map<String, SignerRule> plugins) {}

  /**
   * Who must have signed a plugin.
   *
   * @param count How many, its author included: 1 to 9.
   * @param alsoSignedBy Common names of certificates, each of which must have signed it.
   */
  public record SignerRule(@Nullable Integer count, @Nullable List<String> alsoSignedBy) {}

  /**
   * How large a plugin may be.
   *
   * @param files How many files.
   * @param totalBytes How many bytes all together.
   * @param fileBytes How many bytes in one file.
   * @param depth How many folders inside each other.
   * @param pathBytes How many bytes in one path.
   * @param signatureFileBytes How many bytes in the signature file.
   */
  public record Limits(
      @Nullable Long files,
      @Nullable Long totalBytes,
      @Nullable Long fileBytes,
      @Nullable Long depth,
      @Nullable Long pathBytes,
      @Nullable Long signatureFileBytes) {}
}
