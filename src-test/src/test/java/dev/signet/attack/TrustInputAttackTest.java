package dev.signet.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.signet.sign.key.PemFiles;
import dev.signet.testkit.Certificates;
import dev.signet.testkit.Certificates.Issued;
import dev.signet.testkit.ListServer;
import dev.signet.testkit.RevocationLists;
import dev.signet.trust.RevocationList;
import dev.signet.trust.RevocationPolicy;
import dev.signet.trust.TrustStatus;
import dev.signet.trust.live.LiveTrust;
import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1GeneralizedTime;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERSequence;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trust from folders reached by links, and lists no tool of ours would make. */
class TrustInputAttackTest {
  private static final Issued ROOT = Certificates.root("Root").make();
  private static final Issued OTHER = Certificates.root("Other").make();
  private static final int THIS_UPDATE = 3;

  @TempDir private Path temp;
  private Path folder;

  @BeforeEach
  void makeFolder() throws Exception {
    folder = Files.createDirectory(temp.resolve("trust"));
    PemFiles.writeCertificates(folder.resolve("root.crt"), List.of(ROOT.certificate()));
  }

  /** Written in place, a file's folder shows nothing of it; and a link shows nothing of either. */
  @Test
  void listChangedInPlace_countsWhereverItLies() throws Exception {
    Path lists = Files.createDirectory(temp.resolve("lists"));
    PemFiles.writeCertificates(lists.resolve("other.crt"), List.of(OTHER.certificate()));
    Path linked = lists.resolve("other.crl");
    Path named = temp.resolve("root.crl");
    Files.write(linked, RevocationLists.of(OTHER).number(1).der());
    Files.write(named, RevocationLists.of(ROOT).number(1).der());
    Files.createSymbolicLink(folder.resolve("intermediates"), lists);
    Path link = Files.createSymbolicLink(temp.resolve("link"), folder);
    // Until then the metadata cannot tell, and all is read again each time.
    Thread.sleep(2_500);
    try (LiveTrust trust =
        LiveTrust.following(link)
            .settings(store -> store.revocationList(named))
            .lookEvery(Duration.ofMillis(20))
            .open()) {
      Thread.sleep(300);
      Files.write(linked, RevocationLists.of(OTHER).number(2).der());
      await(trust, 1, 2);
      Thread.sleep(2_500);
      Files.write(named, RevocationLists.of(ROOT).number(3).der());
      await(trust, 2, 3);
    }
  }

  @Test
  void listOfAFractionOfASecond_outlivesARestart() throws Exception {
    byte[] list = withThisUpdate(RevocationLists.of(ROOT).number(5).der(), "20261122110000.5Z");
    try (ListServer server = new ListServer("127.0.0.1")) {
      server.serve(list);
      open(server).close();
      server.serve(exchange -> ListServer.status(exchange, 503));
      try (LiveTrust trust = open(server)) {
        assertThat(numbers(trust)).containsExactly(5);
        assertThat(trust.status().sources().get(0).isInOrder()).isTrue();
      }
    }
  }

  /** Before the signature can be checked all of a list is in memory, many times its size. */
  @Test
  void list_whenItWouldFillTheMemory_isNotRead() throws Exception {
    try (ListServer server = new ListServer("127.0.0.1")) {
      server.serve(new byte[(4 << 20) + 1]);
      try (LiveTrust trust = open(server)) {
        assertThat(trust.status().sources().get(1).lastFailure())
            .map(TrustStatus.Failure::cause)
            .get()
            .asString()
            .contains("exceeds");
      }
    }
  }

  @Test
  void spansBeyondReason_areRefusedAndNeverOverflow() {
    Duration endless = Duration.ofSeconds(Long.MAX_VALUE);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new RevocationPolicy(false, endless, RevocationPolicy.AfterGrace.REFUSE))
        .withMessageContaining("grace");
    LiveTrust.Builder builder = LiveTrust.following(folder);
    assertThatIllegalArgumentException().isThrownBy(() -> builder.refreshEvery(endless));
    assertThatIllegalArgumentException().isThrownBy(() -> builder.lookEvery(endless));
    assertThatIllegalArgumentException().isThrownBy(() -> builder.timeLimit(endless));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.revocationList(URI.create("https://me:secret@a.example/b")))
        .withMessageContaining("a.example")
        .withMessageNotContaining("secret");
  }

  private LiveTrust open(ListServer server) throws Exception {
    return LiveTrust.following(folder)
        .revocationList(server.address())
        .copies(temp.resolve("copies"))
        .tls(server.clientContext())
        .open();
  }

  private static void await(LiveTrust trust, Integer... numbers) throws InterruptedException {
    Instant end = Instant.now().plusSeconds(10);
    while (Instant.now().isBefore(end) && !numbers(trust).containsAll(List.of(numbers))) {
      Thread.sleep(20);
    }
    assertThat(numbers(trust)).contains(numbers);
  }

  private static List<Integer> numbers(LiveTrust trust) {
    return trust.current().revocationLists().stream()
        .map(RevocationList::number)
        .flatMap(Optional::stream)
        .map(BigInteger::intValueExact)
        .distinct()
        .toList();
  }

  private static byte[] withThisUpdate(byte[] list, String time)
      throws GeneralSecurityException, IOException {
    ASN1Sequence whole = ASN1Sequence.getInstance(list);
    ASN1EncodableVector parts = new ASN1EncodableVector();
    ASN1Sequence.getInstance(whole.getObjectAt(0)).forEach(parts::add);
    ASN1EncodableVector changed = new ASN1EncodableVector();
    for (int i = 0; i < parts.size(); i++) {
      changed.add(i == THIS_UPDATE ? new ASN1GeneralizedTime(time) : parts.get(i));
    }
    byte[] content = new DERSequence(changed).getEncoded();
    Signature signature = Signature.getInstance("SHA256withECDSA");
    signature.initSign(ROOT.keys().getPrivate());
    signature.update(content);
    ASN1EncodableVector signed = new ASN1EncodableVector();
    signed.add(ASN1Sequence.getInstance(content));
    signed.add(whole.getObjectAt(1));
    signed.add(new DERBitString(signature.sign()));
    return new DERSequence(signed).getEncoded();
  }
}
