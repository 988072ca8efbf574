package dev.signet.maven;

import dev.signet.bundle.Exclusions;
import dev.signet.bundle.Layout;
import dev.signet.bundle.LeftOut;
import dev.signet.bundle.descriptor.PluginDescriptorReader;
import dev.signet.trust.Scope;
import dev.signet.trust.TrustStore;
import dev.signet.trust.TrustStoreException;
import dev.signet.verdict.Printable;
import dev.signet.verify.Convention;
import dev.signet.verify.Expectation;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.project.MavenProject;
import org.jspecify.annotations.Nullable;

/** What both goals share: which bundles they are about, and whether to do anything at all. */
abstract class BundleMojo extends AbstractMojo {
  @Parameter(defaultValue = "${project}", readonly = true, required = true)
  @SuppressWarnings("NullAway.Init") // Maven sets it.
  private MavenProject project;

  @Parameter(defaultValue = "${session}", readonly = true, required = true)
  @SuppressWarnings("NullAway.Init") // Maven sets it.
  private MavenSession session;

  @Parameter(defaultValue = "${mojoExecution}", readonly = true, required = true)
  @SuppressWarnings("NullAway.Init") // Maven sets it.
  private MojoExecution execution;

  /** Folders, zips or jars. By default the project's main artifact. */
  @Parameter(property = "signet.bundles")
  private List<File> bundles = List.of();

  /** The id a bundle must have. By default the one its own descriptor names. */
  @Parameter(property = "signet.id")
  private @Nullable String id;

  /**
   * Where <code>signature.json</code> lies, and what is left out: <code>plugin</code> for our own
   * layout, <code>nextcloud</code> or <code>owncloud</code> for apps of these systems.
   */
  @Parameter(property = "signet.layout", defaultValue = "plugin")
  private String layout = "plugin";

  /**
   * The file that says which plugin a bundle is, where its hosts do not read PF4J's: <code>
   * FILE:FORMAT</code>, with the format <code>yaml</code>, <code>json</code> or <code>properties
   * </code>, and other keys may follow, as in <code>
   * plugin.yaml:yaml:id=metadata.name,version=spec.version</code>. Or the class of a reader in a
   * dependency of this plugin. Sign and check with the same.
   */
  @Parameter(property = "signet.descriptor")
  private @Nullable String descriptor;

  /**
   * The bundles are hosts' own folders, signed by a certificate for <code>core</code>; <code>id
   * </code> is not asked for then.
   */
  @Parameter(property = "signet.core", defaultValue = "false")
  private boolean core;

  /**
   * With <code>core</code>: what lies in the host's folder and is none of its code, such as
   * plugins, data or logs. Within the folder, or absolute. Sign and check with the same.
   */
  @Parameter(property = "signet.keptInCore")
  private List<String> keptInCore = List.of();

  /**
   * Whether a certificate for <code>core</code> may vouch for any app. By default as the layout
   * says: <code>true</code> for <code>nextcloud</code>.
   */
  @Parameter(property = "signet.coreSignsApps")
  private @Nullable Boolean coreSignsApps;

  /**
   * Certificates of an authority, PEM or DER; or a host's trust folder. The goal <code>sign</code>
   * needs none; when it is given, it refuses what hosts that trust these would refuse.
   */
  @Parameter(property = "signet.trust")
  private List<File> trust = List.of();

  /** Revocation lists, PEM or DER. */
  @Parameter(property = "signet.crl")
  private List<File> crl = List.of();

  /**
   * How certificates under the files of <code>trust</code> are judged: <code>standard</code> or
   * <code>nextcloud</code>. By default as the layout says.
   */
  @Parameter(property = "signet.profile")
  private @Nullable String profile;

  /** Does nothing, where the key or the authority's certificate is not at hand. */
  @Parameter(property = "signet.skip", defaultValue = "false")
  private boolean skip;

  /**
   * Does the goal's work.
   *
   * @param sources at least one; each is there
   */
  abstract void run(List<Path> sources) throws MojoExecutionException, MojoFailureException;

  @Override
  public final void execute() throws MojoExecutionException, MojoFailureException {
    if (skip) {
      getLog().info("Skipped, as signet.skip says.");
      return;
    }
    EmptyParameters.refuse(execution, session);
    if (!core && !keptInCore.isEmpty()) {
      throw input("<keptInCore> is for a host's own folder: set <core>, or leave it out.");
    }
    if (bundles.isEmpty() && project.getPackaging().equals("pom")) {
      getLog().info("Nothing to do: packaging pom makes no bundle, and <bundles> names none.");
      return;
    }
    run(bundles.isEmpty() ? List.of(mainArtifact()) : named());
  }

  /** Returns whether the bundles are hosts' own folders. */
  final boolean isCore() {
    return core;
  }

  /** Returns the id asked for. */
  final Optional<String> id() {
    return core ? Optional.of(Scope.CORE) : Optional.ofNullable(id);
  }

  /** Returns how the bundles are laid out. */
  final Layout bundleLayout() throws MojoExecutionException {
    return core ? convention().core() : convention().app();
  }

  /** Returns what to leave out of a host's folder. */
  final LeftOut leftOut(Path source) throws MojoExecutionException {
    List<Path> places = new ArrayList<>();
    for (@Nullable String place : keptInCore) {
      if (place == null || place.isBlank()) {
        throw input("<keptInCore>: an entry is empty; name a file or folder.");
      }
      places.add(Path.of(place));
    }
    try {
      return LeftOut.named(source, bundleLayout(), places);
    } catch (IllegalArgumentException e) {
      throw input("<keptInCore>: " + e.getMessage(), e);
    }
  }

  /** Returns what a bundle is to be. */
  final Expectation expectation(Path source) throws MojoExecutionException {
    return core
        ? Expectation.core(bundleLayout(), Exclusions.NONE).without(leftOut(source))
        : new Expectation(
                id(),
                bundleLayout(),
                coreSignsApps == null ? convention().coreSignsApps() : coreSignsApps)
            .readBy(descriptor());
  }

  /** Returns what reads which plugin a bundle is; empty where PF4J's descriptors are read. */
  final Optional<PluginDescriptorReader> descriptor() throws MojoExecutionException {
    if (descriptor == null) {
      return Optional.empty();
    }
    if (bundleLayout() != Layout.PLUGIN) {
      throw input("<descriptor>: leave it out, or <layout> and <core>; it is for our own layout.");
    }
    try {
      return Optional.of(PluginDescriptorReader.named(descriptor));
    } catch (IllegalArgumentException e) {
      throw input("<descriptor>: " + e.getMessage(), e);
    }
  }

  /** Returns whose way of laying out and judging is meant. */
  final Convention convention() throws MojoExecutionException {
    return Convention.of(layout).orElseThrow(() -> noneOf("layout", layout, Convention.words()));
  }

  /** Returns the complaint about a word that is none of those there are. */
  static MojoExecutionException noneOf(String parameter, String value, List<String> words) {
    return input(
        "<" + parameter + ">: '" + value + "' should be one of " + String.join(", ", words) + ".");
  }

  /**
   * Returns the complaint about a parameter, or a file it names.
   *
   * @param message cause and remedy, unescaped
   */
  static MojoExecutionException input(String message) {
    return new MojoExecutionException(Printable.of(message));
  }

  /**
   * Returns the same complaint. It says all there is to say; Maven would add what the exceptions
   * below say, so those are kept for whoever asks for more.
   */
  final MojoExecutionException input(String message, Exception cause) {
    getLog().debug(cause);
    return input(message);
  }

  /** Returns the path of a file that may not be given. */
  static Optional<Path> path(@Nullable File file) {
    return Optional.ofNullable(file).map(File::toPath);
  }

  /** Returns the path of one entry of a list; Maven makes an empty one null. */
  static Path named(String parameter, @Nullable File file) throws MojoExecutionException {
    if (file == null) {
      throw emptyEntry(parameter);
    }
    return file.toPath();
  }

  static MojoExecutionException emptyEntry(String parameter) {
    return input("<" + parameter + ">: an entry is empty; name a file or folder.");
  }

  private Path mainArtifact() throws MojoExecutionException {
    @Nullable File file = project.getArtifact().getFile();
    // Until it is packaged, the compiler's output folder may stand for it.
    if (file == null || !file.isFile()) {
      throw input(
          project.getId()
              + " has no main artifact yet: run a phase from package on, or name what to use in"
              + " <bundles>.");
    }
    return file.toPath();
  }

  private List<Path> named() throws MojoExecutionException {
    List<Path> sources = new ArrayList<>();
    for (@Nullable File bundle : bundles) {
      Path source = named("bundles", bundle);
      if (Files.notExists(source, LinkOption.NOFOLLOW_LINKS)) {
        throw input(
            "<bundles>: there is no "
                + source
                + "; have it made before this goal runs, or check the name.");
      }
      sources.add(source);
    }
    return sources;
  }

  /** Returns what is trusted; empty when nothing is named. */
  final Optional<TrustStore> trustStore() throws MojoExecutionException {
    try {
      Optional<TrustStore> store =
          new NamedFiles(trust, crl, Optional.ofNullable(profile)).trust(convention().profile());
      store
          .map(found -> found.status().concerns())
          .orElse(List.of())
          .forEach(concern -> getLog().warn(Printable.of(concern.text())));
      return store;
    } catch (TrustStoreException e) {
      throw input(String.valueOf(e.getMessage()), e);
    }
  }
}
