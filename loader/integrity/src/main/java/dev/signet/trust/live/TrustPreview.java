package dev.signet.trust.live;

import dev.signet.Internal;
import dev.signet.http.BoundedHttp;
import dev.signet.trust.TrustStore;
import dev.signet.trust.TrustStoreException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a {@link LiveTrust} would begin with, found out without one: nothing is followed, fetched or
 * kept. Lists of the web count as they were kept last, and are missing where they never were.
 */
@Internal
public final class TrustPreview {
  private TrustPreview() {}

  /**
   * Reads a folder and the copies of lists.
   *
   * @param settings what is added to the folder
   * @param addresses of lists of the web
   * @param copies the folder of copies; may not be there
   * @throws TrustStoreException when one of them cannot be read
   */
  public static TrustStore of(
      Path folder, LiveTrust.Settings settings, List<URI> addresses, Optional<Path> copies)
      throws TrustStoreException {
    // Never used: a list is fetched when somebody asks for it.
    BoundedHttp http = new BoundedHttp(Duration.ofSeconds(1), 1);
    List<WebList> lists = addresses.stream().map(address -> new WebList(address, http)).toList();
    CrlCache kept = copies.isPresent() ? CrlCache.lookAt(copies.get()) : CrlCache.inMemory();
    BaseTrust base = new WatchedFolder(folder, settings::apply);
    return new TrustUpdates(base, lists, kept, Clock.systemUTC()).store();
  }
}
