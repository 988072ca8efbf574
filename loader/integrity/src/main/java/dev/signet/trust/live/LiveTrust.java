package dev.signet.trust.live;

import dev.signet.http.BoundedHttp;
import dev.signet.trust.RevocationPolicy;
import dev.signet.trust.TrustSource;
import dev.signet.trust.TrustStatus;
import dev.signet.trust.TrustStore;
import dev.signet.trust.TrustStoreBuilder;
import dev.signet.trust.TrustStoreException;
import dev.signet.verdict.Durations;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import java.util.function.Predicate;
import javax.net.ssl.SSLContext;

/**
 * Trust that follows a folder and revocation lists on the web while a host runs.
 *
 * <pre>{@code
 * LiveTrust trust =
 *     LiveTrust.following(Path.of("trust"))
 *         .revocationList(URI.create("https://authority.example/plugins.crl"))
 *         .copies(Path.of("/var/lib/myhost/revocation"))
 *         .open();
 * }</pre>
 *
 * <ul>
 *   <li>A change of the folder counts within seconds, or when a list that is just being fetched is
 *       there. While the folder cannot be read, what was read before counts.
 *   <li>A list on the web counts when it is a complete one that an authority of this host signed.
 *       The newest of each authority is kept in the folder of copies, and counts while there is
 *       nothing newer, also after a restart; no older one counts again, wherever it comes from.
 *   <li>How long a stale list will do, and what happens then, is the store's {@link
 *       RevocationPolicy}. The same choice holds for a list of the web that could never be had, or
 *       of which the copy is damaged: it is a problem, or a notice, of every bundle whose issuer
 *       may be its authority and has no other list.
 *   <li>An address is taken for that of whoever signed the list it gives. Where several authorities
 *       are trusted, only {@link RevocationPolicy#requireList} makes sure that each has a list: the
 *       first list from an address may be another one's than was meant.
 * </ul>
 *
 * <p>It has one daemon thread, which ends with {@link #close}. Whoever opened it closes it. Safe
 * for use by several threads.
 */
public final class LiveTrust implements TrustSource, AutoCloseable {
  private final TrustUpdates updates;
  private final List<WebList> webLists;
  private final RefreshThread thread = new RefreshThread();
  private final ChangeListeners listeners = new ChangeListeners();
  private final Object step = new Object();
  private volatile TrustStore current;

  private LiveTrust(TrustUpdates updates, List<WebList> webLists) {
    this.updates = updates;
    this.webLists = webLists;
    this.current = updates.store();
  }

  /** Returns a builder for trust that follows a folder as {@link TrustStore#load} reads it. */
  public static Builder following(Path folder) {
    Objects.requireNonNull(folder, "folder");
    return new Builder(settings -> new WatchedFolder(folder, settings::apply));
  }

  /** Returns a builder for trust in a store, to which revocation lists of the web are added. */
  public static Builder basedOn(TrustStore store) {
    Objects.requireNonNull(store, "store");
    return new Builder(settings -> new BaseTrust.Fixed(store));
  }

  @Override
  public TrustStore current() {
    return current;
  }

  @Override
  public Subscription onChange(Runnable listener) {
    return listeners.add(listener);
  }

  @Override
  public TrustStatus status() {
    return updates.status();
  }

  /**
   * Reads the folder and fetches all lists now; returns when that is done. Listeners are called on
   * this thread.
   *
   * @throws IllegalStateException after {@link #close}
   */
  public TrustStatus refresh() {
    if (thread.isEnded()) {
      throw new IllegalStateException(
          "This LiveTrust is closed; its trust does not change any more");
    }
    change(todo -> todo.look(true));
    webLists.forEach(list -> change(todo -> todo.fetch(list)));
    return status();
  }

  /**
   * Ends the thread, interrupting what it does, and forgets the listeners. What {@link #current}
   * returned last stays. May be repeated.
   */
  @Override
  public void close() {
    listeners.clear();
    thread.end();
  }

  private void start(Duration lookEvery, RefreshTimes times) {
    for (WebList list : webLists) {
      Fetching fetching = new Fetching(list, times);
      Duration wait = updates.isMissing(list) ? fetching.run() : Duration.ZERO;
      thread.repeat(wait, fetching::run);
    }
    thread.repeat(lookEvery, () -> look(lookEvery));
  }

  private Duration look(Duration lookEvery) {
    change(todo -> todo.look(false));
    return lookEvery;
  }

  /** Repeated fetching of one list. */
  private final class Fetching {
    private final WebList list;
    private final RefreshTimes times;
    private int failures;

    Fetching(WebList list, RefreshTimes times) {
      this.list = list;
      this.times = times;
    }

    Duration run() {
      failures = change(todo -> todo.fetch(list)) ? 0 : failures + 1;
      return times.after(failures);
    }
  }

  private boolean change(Predicate<TrustUpdates> todo) {
    boolean changed;
    boolean result;
    synchronized (step) {
      result = todo.test(updates);
      changed = updates.store() != current;
      current = updates.store();
    }
    // Without the lock: a listener may wait for somebody who waits for a refresh.
    if (changed) {
      listeners.call();
    }
    return result;
  }

  /** What a host sets beside its folder, each time the folder is read. */
  @FunctionalInterface
  public interface Settings {
    /**
     * Adds to the store.
     *
     * @throws TrustStoreException when a file cannot be read
     */
    void apply(TrustStoreBuilder store) throws TrustStoreException;
  }

  /** Options of a {@link LiveTrust}. */
  public static final class Builder {
    // Read before its signature can be checked: entries take some 30 times as much memory.
    private static final int DEFAULT_BYTES = 4 << 20;

    private final Function<Settings, BaseTrust> base;
    private final Set<URI> addresses = new LinkedHashSet<>();
    private Settings settings = store -> {};
    private Optional<Path> copies = Optional.empty();
    private Optional<SSLContext> tls = Optional.empty();
    private Duration timeLimit = Duration.ofSeconds(30);
    private Duration refreshEvery = Duration.ofHours(1);
    private Duration lookEvery = Duration.ofSeconds(10);
    private int mostBytes = DEFAULT_BYTES;
    private Clock clock = Clock.systemUTC();

    private Builder(Function<Settings, BaseTrust> base) {
      this.base = base;
    }

    /** Sets what is added to a followed folder: a policy, say, or withdrawn keys. */
    public Builder settings(Settings newSettings) {
      settings = Objects.requireNonNull(newSettings, "newSettings");
      return this;
    }

    /**
     * Adds a revocation list on the web, in DER or PEM. Redirects are not followed.
     *
     * @throws IllegalArgumentException when the address is none of https, or names a user: it is
     *     told in reports and logs
     */
    public Builder revocationList(URI address) {
      addresses.add(WebList.requireHttps(address));
      return this;
    }

    /**
     * Sets the folder for the newest list of each authority, those of files included: the host's
     * own, owner-only, made when it is not there. Required for lists of the web; without it, what
     * was the newest list is forgotten with the process.
     */
    public Builder copies(Path folder) {
      copies = Optional.of(folder);
      return this;
    }

    /** Sets whom to trust as a server of lists; the JDK's default unless set. */
    public Builder tls(SSLContext context) {
      tls = Optional.of(context);
      return this;
    }

    /**
     * Sets how long fetching a list may take, from connecting to the end; 30 seconds unless set.
     */
    public Builder timeLimit(Duration limit) {
      timeLimit = Durations.requirePositive(limit, "limit");
      return this;
    }

    /**
     * Sets how large a list may be, in bytes; 4 MiB unless set, which hold some 80,000 entries.
     * While a list is read it takes some 30 times as much memory, whoever sent it.
     *
     * @throws IllegalArgumentException when it is not positive
     */
    public Builder sizeLimit(int bytes) {
      if (bytes <= 0) {
        throw new IllegalArgumentException("bytes: " + bytes + " is not positive");
      }
      mostBytes = bytes;
      return this;
    }

    /**
     * Sets how often lists are fetched, a tenth more or less; every hour unless set. After a
     * failure it is a minute, and longer each time, until it is this.
     */
    public Builder refreshEvery(Duration interval) {
      refreshEvery = Durations.requirePositive(interval, "interval");
      return this;
    }

    /** Sets how often the folder's metadata are looked at; every 10 seconds unless set. */
    public Builder lookEvery(Duration interval) {
      lookEvery = Durations.requirePositive(interval, "interval");
      return this;
    }

    /** Sets the clock for the status; the system's unless set. */
    public Builder clock(Clock newClock) {
      clock = Objects.requireNonNull(newClock, "newClock");
      return this;
    }

    /**
     * Reads the folder and starts to refresh. A list of the web of which there is no copy yet is
     * fetched first, which may take the time limit; that it cannot be had is no error.
     *
     * @throws TrustStoreException when the folder, or that of the copies, cannot be used
     * @throws IllegalStateException when there are lists of the web and no folder for copies
     */
    public LiveTrust open() throws TrustStoreException {
      if (copies.isEmpty() && !addresses.isEmpty()) {
        throw new IllegalStateException(
            "Lists of the web need a folder for copies: call copies(...) on the builder");
      }
      BoundedHttp http = new BoundedHttp(timeLimit, mostBytes, tls);
      List<WebList> lists = new ArrayList<>();
      addresses.forEach(address -> lists.add(new WebList(address, http)));
      CrlCache kept = copies.isPresent() ? CrlCache.in(copies.get()) : CrlCache.inMemory();
      LiveTrust trust =
          new LiveTrust(new TrustUpdates(base.apply(settings), lists, kept, clock), lists);
      trust.start(
          lookEvery,
          new RefreshTimes(refreshEvery, () -> ThreadLocalRandom.current().nextDouble()));
      return trust;
    }
  }
}
