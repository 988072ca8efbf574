package dev.signet.oci;

import dev.signet.Internal;
import dev.signet.verdict.Durations;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import javax.net.ssl.SSLContext;

/**
 * Fetches bundles from registries that speak the OCI distribution spec. Whatever a registry says is
 * untrusted: a bundle is fetched by its digest, is exactly that or is not there, and is verified
 * like any other when it is installed. Answers are bounded in time and size, only https is spoken,
 * and what a registry is told about who asks, no other server is. Immutable.
 *
 * <pre>{@code
 * OciSource source = OciSource.create().credentials(OciCredentials.dockerConfig(file));
 * Path bundle = source.fetch(OciReference.parse(location), installer.staging());
 * }</pre>
 */
public final class OciSource {
  /** How long an exchange may take unless set. */
  public static final Duration TIME_LIMIT = RegistryAccess.Bounds.USUAL.timeLimit();

  /** How many bytes a bundle may have unless set: 1 GiB. */
  public static final long MOST_BYTES = RegistryAccess.Bounds.USUAL.mostBytes();

  private final RegistryAccess access;

  private OciSource(RegistryAccess access) {
    this.access = access;
  }

  /** Returns a source that tells nobody who asks; bundles may have 1 GiB and take ten minutes. */
  public static OciSource create() {
    return new OciSource(RegistryAccess.DEFAULT);
  }

  /** Returns this source with what registries are told about who asks. */
  public OciSource credentials(OciCredentials credentials) {
    return new OciSource(access.with(Objects.requireNonNull(credentials, "credentials")));
  }

  /**
   * Returns this source when a server beside the registries may be told what they may: one that
   * they send everybody to for a token. Without this, only the registry itself is told.
   *
   * @param server host, or host and port
   * @throws IllegalArgumentException when it is neither
   */
  public OciSource tokenServer(String server) {
    Set<String> all = new HashSet<>(access.servers().forTokens());
    all.add(OciReference.requireServer(server).toLowerCase(Locale.ROOT));
    return with(access.servers().plainHttp(), all);
  }

  /**
   * Returns this source when registries on this machine ({@code localhost}, {@code 127.0.0.1},
   * {@code [::1]}) are asked by plain http; no others ever are.
   */
  public OciSource plainHttpOnThisMachine() {
    return with(true, access.servers().forTokens());
  }

  /**
   * Returns this source with other bounds.
   *
   * @param timeLimit for each exchange
   * @param mostBytes of a bundle
   * @throws IllegalArgumentException when one is not positive
   */
  public OciSource within(Duration timeLimit, long mostBytes) {
    Durations.requirePositive(timeLimit, "timeLimit");
    if (mostBytes < 1) {
      throw new IllegalArgumentException("mostBytes: " + mostBytes + " is not positive");
    }
    return new OciSource(access.with(new RegistryAccess.Bounds(timeLimit, mostBytes)));
  }

  /** Returns this source when its servers are trusted by these settings. */
  public OciSource trusting(SSLContext context) {
    return new OciSource(access.with(context));
  }

  private OciSource with(boolean plainHttp, Set<String> tokenServers) {
    return new OciSource(access.with(new RegistryAccess.Servers(plainHttp, tokenServers)));
  }

  /**
   * Fetches a bundle into a new file, whose name ends in {@code .zip} or {@code .jar}. Whoever
   * asked deletes it.
   *
   * @param reference that names a digest: what a tag means, its registry could change at any time
   * @param folder of the caller's own, such as {@code SignedPluginInstaller.staging}
   * @throws IOException when it does not come, or is another one; the message names it, and nothing
   *     is left in the folder
   * @throws IllegalArgumentException when the reference names no digest
   */
  public Path fetch(OciReference reference, Path folder) throws IOException {
    String digest =
        reference
            .version()
            .filter(version -> reference.isPinned())
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        reference
                            + " names no digest: write @sha256: and its 64 digits behind the"
                            + " repository; 'signet bundle:pull' tells them."));
    try {
      BundleTransfer.Found found = BundleTransfer.find(repository(reference, "pull"), digest);
      String ending = "." + found.kind().name().toLowerCase(Locale.ROOT);
      Path file = Files.createTempFile(folder, "bundle-", ending);
      try {
        BundleTransfer.pull(found, file, mostBytes());
        return file;
      } catch (IOException e) {
        Files.deleteIfExists(file);
        throw e;
      }
    } catch (IOException e) {
      throw new IOException(reference + ": " + e.getMessage(), e);
    }
  }

  /**
   * Returns the repository of a reference.
   *
   * @param rights what is to be done there: {@code pull}, or {@code pull,push}
   */
  @Internal
  public BundleStore repository(OciReference reference, String rights) throws IOException {
    return new OciRepository(access, reference, rights);
  }

  /** Returns how large a bundle may be. */
  @Internal
  public long mostBytes() {
    return access.bounds().mostBytes();
  }
}
