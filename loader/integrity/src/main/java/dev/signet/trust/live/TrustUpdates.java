package dev.signet.trust.live;

import dev.signet.trust.MissingList;
import dev.signet.trust.RevocationList;
import dev.signet.trust.TrustStatus;
import dev.signet.trust.TrustStore;
import dev.signet.trust.TrustStoreException;
import dev.signet.verdict.Guard;
import java.io.IOException;
import java.security.cert.CRLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The steps by which trust is brought up to date. One at a time; the status at any time. */
final class TrustUpdates {
  private final BaseTrust base;
  private final List<WebList> webLists;
  private final CrlCache copies;
  private final ListSelection selection;
  private final Clock clock;
  private final SourceStates states;
  private TrustStore read;
  private TrustStore store;

  /**
   * Reads what there is on disk.
   *
   * @throws TrustStoreException when that fails
   */
  TrustUpdates(BaseTrust base, List<WebList> webLists, CrlCache copies, Clock clock)
      throws TrustStoreException {
    this.base = base;
    this.webLists = List.copyOf(webLists);
    this.copies = copies;
    this.selection = new ListSelection(copies);
    this.clock = clock;
    this.read = base.read();
    this.store = read;
    this.states = new SourceStates(clock);
    states.add(base.place());
    webLists.forEach(list -> states.add(list.place()));
    Optional<String> failure = select();
    if (failure.isPresent()) {
      throw new TrustStoreException(failure.get());
    }
  }

  /** Returns the trust that the last step led to. */
  TrustStore store() {
    return store;
  }

  TrustStatus status() {
    return states.status();
  }

  /** Returns whether a list of the web is still to be had for the first time. */
  boolean isMissing(WebList list) {
    return copies.authorityOf(list.place()).flatMap(copies::list).isEmpty();
  }

  /**
   * Reads again what trust is based on, if it may have changed.
   *
   * @return whether it could be read
   */
  boolean look(boolean inAnyCase) {
    if (!inAnyCase && !base.mayHaveChanged()) {
      return true;
    }
    RevocationRefreshEvent event = RevocationRefreshEvent.started();
    TrustStore before = store;
    try {
      read =
          Guard.run(
              base::read,
              failure -> {
                throw new TrustStoreException(
                    base.place() + ": cannot be read, " + Guard.cause(failure), failure);
              });
    } catch (TrustStoreException e) {
      states.failed(base.place(), e.getMessage() + ". What was read before still counts");
      event.done(base.place(), false, String.valueOf(e.getMessage()));
      return false;
    }
    Optional<String> failure = select();
    event.done(base.place(), store != before, failure.orElse(""));
    return failure.isEmpty();
  }

  /**
   * Fetches a list of the web.
   *
   * @return whether it is current
   */
  boolean fetch(WebList list) {
    RevocationRefreshEvent event = RevocationRefreshEvent.started();
    TrustStore before = store;
    String failure =
        Guard.run(
            () -> take(list),
            thrown -> "no revocation list from " + list.place() + ": " + Guard.cause(thrown));
    boolean selected = select().isEmpty();
    event.done(list.place(), store != before, failure);
    if (failure.isEmpty() && !selected) {
      return false;
    }
    if (failure.isEmpty()) {
      states.succeeded(list.place());
      return true;
    }
    states.failed(list.place(), failure);
    return false;
  }

  /** Returns why the list could not be had or does not count; empty for neither. */
  private String take(WebList list) {
    RevocationList fetched;
    try {
      fetched = list.fetch();
      String authority = selection.take(fetched, read);
      copies.keepAuthority(list.place(), authority);
    } catch (IOException e) {
      return "no revocation list from " + list.place() + ": " + e.getMessage();
    } catch (CRLException e) {
      return "no revocation list from "
          + list.place()
          + ": what is there cannot be used, "
          + e.getMessage();
    } catch (TrustStoreException e) {
      return "no revocation list from " + list.place() + ": " + e.getMessage();
    }
    Instant due = fetched.nextUpdate();
    return clock.instant().isAfter(due)
        ? "the revocation list from " + list.place() + " is stale: the next one was due at " + due
        : "";
  }

  /** Weighs what was read and what is kept; returns why that failed, and the old store counts. */
  private Optional<String> select() {
    return Guard.run(
        () -> {
          selectUnguarded();
          return Optional.empty();
        },
        thrown -> {
          String cause =
              base.place()
                  + ": its revocation lists and the copies kept of others cannot be weighed, "
                  + Guard.cause(thrown)
                  + "; fetch the lists again. What counted before still does";
          states.failed(base.place(), cause);
          return Optional.of(cause);
        });
  }

  private void selectUnguarded() {
    // A store that never changes has told the log when it was read.
    states.note(read.status().concerns(), base instanceof WatchedFolder);
    ListSelection.Selected selected = selection.select(read, awaited());
    if (!selected.store().fingerprint().equals(store.fingerprint())) {
      store = selected.store();
    }
    for (WebList list : webLists) {
      copies
          .authorityOf(list.place())
          .flatMap(copies::list)
          .ifPresent(newest -> states.gave(list.place(), newest));
    }
    if (selected.objections().isEmpty()) {
      states.succeeded(base.place());
    } else {
      states.failed(base.place(), String.join("; ", selected.objections()));
    }
  }

  private List<MissingList> awaited() {
    return webLists.stream()
        .map(
            list ->
                new MissingList(
                    copies.authorityOf(list.place()).orElse(""),
                    "There is no revocation list yet from " + list.place() + "."))
        .toList();
  }
}
