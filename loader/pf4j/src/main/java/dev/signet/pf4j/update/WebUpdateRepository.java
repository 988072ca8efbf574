package dev.signet.pf4j.update;

import dev.signet.oci.OciSource;
import dev.signet.verdict.Durations;
import dev.signet.verdict.Printable;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.LongSupplier;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.pf4j.update.FileDownloader;
import org.pf4j.update.FileVerifier;
import org.pf4j.update.PluginInfo;
import org.pf4j.update.UpdateRepository;

/**
 * A server that has plugins and says so in a {@code plugins.json}. Whatever it says is untrusted:
 * answers are bounded in time and size, only https is spoken unless plain http is allowed, and
 * redirects do not leave https. Entries that make no sense are left out, and a server that does not
 * answer has no plugins until it is asked again, a minute later; both are logged. A list is kept
 * until {@link #refresh}.
 *
 * <p>Safe for use by several threads.
 */
public final class WebUpdateRepository implements UpdateRepository {
  private final String id;
  private final URI list;
  private final WebAccess web;
  private final LongSupplier nanoTime;
  private final LatestList latest;

  private WebUpdateRepository(String id, URI list, WebAccess web, LongSupplier nanoTime) {
    this.id = id;
    this.list = list;
    this.web = web;
    this.nanoTime = nanoTime;
    this.latest = new LatestList(id, list, web, nanoTime);
  }

  /**
   * Returns the repository at an address: that of its list, or of the folder in which {@code
   * plugins.json} lies, with a slash at its end. Downloads may have up to 1 GiB and take up to ten
   * minutes. The JDK's proxy settings count, such as {@code https.proxyHost}.
   *
   * @param id by which it is told from others
   * @param address may hold user name and password ({@code https://user:password@host/}, with what
   *     is special in them percent-encoded); then as by {@link #loggingIn}
   * @throws IllegalArgumentException when it is the address of no web server
   */
  public static WebUpdateRepository at(String id, URI address) {
    URI plain = Login.without(address);
    String scheme = String.valueOf(plain.getScheme()).toLowerCase(Locale.ROOT);
    if (!(scheme.equals("https") || scheme.equals("http")) || plain.getHost() == null) {
      throw new IllegalArgumentException(
          Printable.of(plain.toString())
              + " is no address of a web server, such as https://plugins.example.org/. A release"
              + " from a local folder is installed by SignedPluginInstaller.installOrUpdate.");
    }
    URI list =
        String.valueOf(plain.getPath()).endsWith("/") ? plain.resolve("plugins.json") : plain;
    WebUpdateRepository repository =
        new WebUpdateRepository(
            Objects.requireNonNull(id, "id"), list, WebAccess.DEFAULT, System::nanoTime);
    return Login.in(address).map(repository::with).orElse(repository);
  }

  /**
   * Returns this repository when its server is told a user name and password whenever it asks (HTTP
   * Basic). No other server is told them, whatever the list or a redirect says; nor are they logged
   * or shown. Over plain http everybody on the line can read them.
   */
  public WebUpdateRepository loggingIn(String user, String password) {
    return with(
        new Login(
            list,
            Objects.requireNonNull(user, "user"),
            Objects.requireNonNull(password, "password")));
  }

  /**
   * Returns this repository when plain http will do: whoever is on the line then sees what is
   * fetched and can hold back updates, but cannot make anybody's signature.
   */
  public WebUpdateRepository allowingPlainHttp() {
    return with(new WebAccess(true, web.timeLimit(), web.mostBytes(), web.server()));
  }

  /**
   * Returns this repository with other bounds.
   *
   * @param timeLimit for a whole exchange
   * @param mostBytes of a bundle
   * @throws IllegalArgumentException when one is not positive
   */
  public WebUpdateRepository within(Duration timeLimit, long mostBytes) {
    Durations.requirePositive(timeLimit, "timeLimit");
    if (mostBytes < 1) {
      throw new IllegalArgumentException("mostBytes: " + mostBytes + " is not positive");
    }
    return with(new WebAccess(web.plainHttp(), timeLimit, mostBytes, web.server()));
  }

  /** Returns this repository when its server is trusted by these settings. */
  public WebUpdateRepository trusting(SSLContext context) {
    return with(
        new WebAccess.Server(
            Optional.of(context), web.server().login(), web.server().registries()));
  }

  /**
   * Returns this repository when its list may also name bundles in registries, by their digests
   * ({@code oci:registry.example/plugins/clock@sha256:…}). Without this, such entries are left out.
   *
   * @param source asks the registries, by its own bounds and credentials
   */
  public WebUpdateRepository registries(OciSource source) {
    return with(
        new WebAccess.Server(web.server().tls(), web.server().login(), Optional.of(source)));
  }

  /** Returns this repository when its time is told by this clock. */
  WebUpdateRepository timedBy(LongSupplier newNanoTime) {
    return new WebUpdateRepository(id, list, web, newNanoTime);
  }

  /**
   * Checks that it may be asked at all.
   *
   * @throws IllegalArgumentException when it may not
   */
  void requireAllowed() {
    try {
      web.check(list);
    } catch (IOException e) {
      throw new IllegalArgumentException(
          e.getMessage() + "; see WebUpdateRepository.allowingPlainHttp", e);
    }
  }

  private WebUpdateRepository with(Login login) {
    return with(
        new WebAccess.Server(web.server().tls(), Optional.of(login), web.server().registries()));
  }

  private WebUpdateRepository with(WebAccess.Server server) {
    return with(new WebAccess(web.plainHttp(), web.timeLimit(), web.mostBytes(), server));
  }

  private WebUpdateRepository with(WebAccess access) {
    return new WebUpdateRepository(id, list, access, nanoTime);
  }

  @Override
  public String getId() {
    return id;
  }

  @Override
  public URL getUrl() {
    try {
      return list.toURL();
    } catch (MalformedURLException e) {
      throw new IllegalStateException(list + " is no address", e);
    }
  }

  @Override
  public Map<String, PluginInfo> getPlugins() {
    return latest.plugins();
  }

  @Override
  public @Nullable PluginInfo getPlugin(String pluginId) {
    return getPlugins().get(pluginId);
  }

  @Override
  public void refresh() {
    latest.forget();
  }

  @Override
  public FileDownloader getFileDownloader() {
    return new WebDownloader(web, Optional.empty());
  }

  /** Returns nothing: who installs, verifies. */
  @Override
  public @Nullable FileVerifier getFileVerifier() {
    return null;
  }
}
