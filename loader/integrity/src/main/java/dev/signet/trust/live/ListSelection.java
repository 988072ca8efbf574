package dev.signet.trust.live;

import dev.signet.trust.Authorities;
import dev.signet.trust.ListAge;
import dev.signet.trust.MissingList;
import dev.signet.trust.RevocationList;
import dev.signet.trust.TrustStore;
import dev.signet.trust.TrustStoreException;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Holds lists from anywhere against the newest ones known: an older one than that never counts
 * again, wherever it comes from. Not safe for use by several threads.
 */
final class ListSelection {
  private final CrlCache copies;

  ListSelection(CrlCache copies) {
    this.copies = copies;
  }

  /**
   * What came of a store's own lists.
   *
   * @param store with the lists that count
   * @param objections sentences about lists that do not, and about copies that failed
   */
  record Selected(TrustStore store, List<String> objections) {
    Selected {
      objections = List.copyOf(objections);
    }
  }

  /**
   * Takes a list from the web.
   *
   * @return its authority
   * @throws TrustStoreException when it does not count, or cannot be kept
   */
  String take(RevocationList list, TrustStore trust) throws TrustStoreException {
    X509Certificate signer =
        Authorities.signerOf(list, trust)
            .orElseThrow(
                () ->
                    new TrustStoreException(
                        "the list of "
                            + list.issuer()
                            + " is signed by no authority of this host; check the address, or put"
                            + " the authority's certificate into the folder 'intermediates'"));
    String authority = Authorities.id(signer);
    Optional<ListAge> known = copies.age(authority);
    if (known.isPresent() && list.age().isOlderThan(known.get())) {
      throw new TrustStoreException(older(list, known.get()));
    }
    boolean isNew =
        copies.list(authority).map(copy -> copy.age().isOlderThan(list.age())).orElse(true);
    if (isNew) {
      keep(authority, list);
    }
    return authority;
  }

  /**
   * Adds the newest lists known to those of a store, takes out those that are older, and remembers
   * those that are newer.
   *
   * @param awaited lists there should be; those that are not are named in the store
   */
  Selected select(TrustStore base, List<MissingList> awaited) {
    List<String> objections = new ArrayList<>();
    Map<String, List<RevocationList>> own = new TreeMap<>();
    List<RevocationList> counting = new ArrayList<>();
    for (RevocationList list : base.revocationLists()) {
      Authorities.signerOf(list, base)
          .map(Authorities::id)
          .ifPresentOrElse(
              authority -> own.computeIfAbsent(authority, id -> new ArrayList<>()).add(list),
              // That it counts nowhere is for each path's check to say.
              () -> counting.add(list));
    }
    own.forEach((authority, lists) -> counting.addAll(notOlder(authority, lists, objections)));
    List<RevocationList> kept = kept(base, objections);
    counting.addAll(kept.stream().filter(copy -> !contains(counting, copy)).toList());
    List<MissingList> missing =
        Stream.concat(awaited.stream(), damaged())
            .filter(list -> counting.stream().noneMatch(counts -> isOf(counts, list, base)))
            .toList();
    return new Selected(base.toBuilder().revocationLists(counting, missing).build(), objections);
  }

  private List<RevocationList> notOlder(
      String authority, List<RevocationList> lists, List<String> objections) {
    RevocationList newest = lists.stream().max(RevocationList.BY_AGE).orElseThrow();
    Optional<ListAge> known = copies.age(authority);
    if (known.isPresent() && newest.age().isOlderThan(known.get())) {
      objections.add(older(newest, known.get()));
      return List.of();
    }
    if (copies.list(authority).isEmpty() || !known.equals(Optional.of(newest.age()))) {
      try {
        keep(authority, newest);
      } catch (TrustStoreException e) {
        objections.add(e.getMessage());
      }
    }
    return lists;
  }

  /** Returns the copies that are of authorities of the store, and truly theirs. */
  private List<RevocationList> kept(TrustStore base, List<String> objections) {
    List<RevocationList> kept = new ArrayList<>();
    copies
        .lists()
        .forEach(
            (authority, copy) ->
                Authorities.signerOf(copy, base)
                    .filter(signer -> Authorities.id(signer).equals(authority))
                    .ifPresent(signer -> kept.add(copy)));
    objections.addAll(copies.damages().values());
    return kept;
  }

  private Stream<MissingList> damaged() {
    return copies.damages().entrySet().stream()
        .map(entry -> new MissingList(entry.getKey(), entry.getValue()));
  }

  private void keep(String authority, RevocationList list) throws TrustStoreException {
    try {
      copies.keep(authority, list);
    } catch (IOException e) {
      throw new TrustStoreException(
          "the list of "
              + list.issuer()
              + " counts, but cannot be kept ("
              + e
              + "); check the disk and the permissions of the folder of copies",
          e);
    }
  }

  private static boolean contains(List<RevocationList> lists, RevocationList copy) {
    return lists.stream().anyMatch(list -> java.util.Arrays.equals(list.encoded(), copy.encoded()));
  }

  private static boolean isOf(RevocationList list, MissingList missing, TrustStore base) {
    return Authorities.signerOf(list, base)
        .filter(signer -> Authorities.id(signer).equals(missing.authority()))
        .isPresent();
  }

  private static String older(RevocationList list, ListAge known) {
    return "the list of "
        + list.issuer()
        + " ("
        + list.age()
        + ") is older than one seen before ("
        + known
        + ") and does not count; fetch the current list again, and find out where the old one"
        + " comes from";
  }
}
