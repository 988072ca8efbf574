package dev.signet.pf4j.update;

import dev.signet.oci.OciReference;
import dev.signet.pf4j.VerifyingPluginManager;
import dev.signet.pf4j.install.InstallRequest;
import dev.signet.pf4j.install.InstallResult;
import dev.signet.pf4j.install.PluginInstallException;
import dev.signet.pf4j.install.SignedPluginInstaller;
import dev.signet.pf4j.load.PluginRejectedException;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.pf4j.PluginManager;
import org.pf4j.PluginRuntimeException;
import org.pf4j.PluginState;
import org.pf4j.PluginWrapper;
import org.pf4j.update.FileDownloader;
import org.pf4j.update.FileVerifier;
import org.pf4j.update.PluginInfo;
import org.pf4j.update.PluginInfo.PluginRelease;
import org.pf4j.update.SimpleFileDownloader;
import org.pf4j.update.UpdateManager;
import org.pf4j.update.UpdateRepository;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * pf4j-update's manager, with every change made by a {@link SignedPluginInstaller}: the installed
 * plugin is replaced when the new one has been verified, and comes back when that does not start.
 *
 * <pre>{@code
 * UpdateManager updates = SignedUpdateManager.of(plugins, URI.create("https://plugins.example/"));
 * }</pre>
 *
 * <p>What it does otherwise than its parent: {@code repositories.json} in the working directory is
 * not read; a release whose version or requirement cannot be read does not exist; the download must
 * be of the id and version asked for. A checksum that has to be fetched is left aside.
 */
public class SignedUpdateManager extends UpdateManager {
  private static final Logger LOG = LoggerFactory.getLogger(SignedUpdateManager.class);

  private final PluginManager plugins;
  private final SignedPluginInstaller installer;
  private final ReadableReleases releases;

  /**
   * Creates the update manager of any plugin manager; for subclasses, and for managers of the
   * host's own kind.
   *
   * @param installer the installer of that manager
   * @throws IllegalArgumentException when a repository is at a plain http address, which it does
   *     not allow
   */
  public SignedUpdateManager(
      PluginManager manager,
      SignedPluginInstaller installer,
      List<? extends UpdateRepository> repositories) {
    super(manager, new ArrayList<>(repositories));
    this.plugins = manager;
    this.releases = new ReadableReleases(manager);
    for (UpdateRepository repository : repositories) {
      if (repository instanceof WebUpdateRepository web) {
        web.requireAllowed();
      }
    }
    this.installer = Objects.requireNonNull(installer, "installer");
  }

  /**
   * Returns the update manager of a plugin manager; its repositories are asked by https only.
   *
   * @throws IllegalArgumentException when one has another address; see {@link
   *     WebUpdateRepository#at}
   */
  public static SignedUpdateManager of(VerifyingPluginManager manager, URI... repositories) {
    List<WebUpdateRepository> all = new ArrayList<>();
    for (URI address : repositories) {
      all.add(WebUpdateRepository.at(Login.without(address).toString(), address));
    }
    return new SignedUpdateManager(manager, SignedPluginInstaller.of(manager), all);
  }

  /**
   * Downloads, verifies and installs a plugin. What is there of it is replaced: so a damaged or
   * refused one, which {@link #updatePlugin} knows nothing of, is put right.
   *
   * @param version as the repository has it; null for the highest
   * @return whether it runs now
   * @throws PluginRejectedException when it is refused; what was there was not touched
   * @throws PluginInstallException when it could not be installed; what was there is there then
   * @throws PluginRuntimeException when no repository has it, or it cannot be downloaded
   */
  @Override
  public synchronized boolean installPlugin(String id, @Nullable String version) {
    return isRunning(carryOut(id, version, UnaryOperator.identity()));
  }

  /**
   * Does what {@link #installPlugin} does when an administrator has made sure that the plugin's new
   * key, or its changed files, are the author's: {@link InstallRequest#confirmingChanges}.
   *
   * @param version as the repository has it; null for the highest
   * @return whether it runs now
   * @throws PluginRejectedException as {@link #installPlugin}
   * @throws PluginInstallException as {@link #installPlugin}
   * @throws PluginRuntimeException as {@link #installPlugin}
   */
  public synchronized boolean installConfirmedPlugin(String id, @Nullable String version) {
    return isRunning(carryOut(id, version, InstallRequest::confirmingChanges));
  }

  /**
   * Downloads and verifies a release of a loaded plugin, and replaces it.
   *
   * @param version as the repository has it; null for the highest
   * @return whether it runs now; false also when the repositories have nothing newer
   * @throws PluginRejectedException when it is refused; the installed one was not touched
   * @throws PluginInstallException when it could not be replaced; the installed one runs on
   * @throws PluginRuntimeException when it is not loaded, no repository has it, or it cannot be
   *     downloaded
   */
  @Override
  public synchronized boolean updatePlugin(String id, @Nullable String version) {
    if (plugins.getPlugin(id) == null) {
      throw new PluginRuntimeException(
          "Plugin {} cannot be updated since it is not loaded; install it instead", id);
    }
    return hasPluginUpdate(id) && isRunning(carryOut(id, version, UnaryOperator.identity()));
  }

  /**
   * Uninstalls a plugin; its data stays.
   *
   * @return whether it was there
   * @throws PluginInstallException when it could not be uninstalled
   */
  @Override
  public boolean uninstallPlugin(String id) {
    return plugins.getPlugin(id) != null && installer.uninstall(id).orThrow().isDone();
  }

  @Override
  public boolean hasPluginUpdate(String id) {
    return plugins.getPlugin(id) != null && super.hasPluginUpdate(id);
  }

  /** Adds a repository that is asked by https only. */
  @Override
  public void addRepository(String id, URL url) {
    addRepository(WebUpdateRepository.at(id, URI.create(url.toString())));
  }

  /** Returns the plugins of all repositories, without releases whose versions make no sense. */
  @Override
  public Map<String, PluginInfo> getPluginsMap() {
    Map<String, PluginInfo> all = new HashMap<>();
    for (UpdateRepository repository : getRepositories()) {
      repository.getPlugins().forEach((id, info) -> all.putIfAbsent(id, releases.readable(info)));
    }
    return all;
  }

  @Override
  protected FileDownloader getFileDownloader(String pluginId) {
    FileDownloader downloader = super.getFileDownloader(pluginId);
    // pf4j-update's own knows no bounds, reads local files, and sends what it gets to any address.
    if (downloader.getClass() == SimpleFileDownloader.class) {
      downloader = new WebDownloader(WebAccess.DEFAULT, Optional.empty());
    }
    // What a kill leaves there is gone with the next start.
    return downloader instanceof WebDownloader ours ? ours.below(installer.staging()) : downloader;
  }

  @Override
  protected FileVerifier getFileVerifier(String pluginId) {
    return new SignatureFileVerifier(installer);
  }

  /** Reads nothing: a file in the working directory does not name this host's repositories. */
  @Override
  protected synchronized void initRepositoriesFromJson() {
    LOG.debug("repositories.json is left aside");
  }

  private InstallResult.Done carryOut(
      String id, @Nullable String version, UnaryOperator<InstallRequest> how) {
    PluginRelease release = release(id, version);
    Path downloaded = download(id, release);
    try {
      SignatureFileVerifier.requireChecksum(release.sha512sum, downloaded);
      InstallRequest request =
          InstallRequest.of(downloaded).withId(id).withVersion(release.version);
      return installer.installOrUpdate(how.apply(request)).orThrow();
    } catch (IOException e) {
      throw new PluginRuntimeException(e, "Plugin {} cannot be read after its download", id);
    } finally {
      WebDownloader.discard(downloaded);
    }
  }

  private PluginRelease release(String id, @Nullable String version) {
    PluginRelease release = findReleaseForPlugin(id, version);
    if (release == null) {
      throw new PluginRuntimeException(
          "No repository has a release of plugin {} for this host", id);
    }
    return release;
  }

  private Path download(String id, PluginRelease release) {
    try {
      FileDownloader downloader = getFileDownloader(id);
      return OciReference.isMeant(release.url) && downloader instanceof WebDownloader ours
          ? ours.download(release.url)
          : downloader.downloadFile(new URL(release.url));
    } catch (IOException e) {
      throw new PluginRuntimeException(
          e, "Plugin {} cannot be downloaded: {}", id, String.valueOf(e.getMessage()));
    }
  }

  private boolean isRunning(InstallResult.Done done) {
    PluginWrapper plugin = plugins.getPlugin(done.id());
    return plugin != null && plugin.getPluginState() == PluginState.STARTED;
  }
}
