package dev.signet.sample.disk;

import dev.signet.sample.host.api.Widget;
import dev.signet.sample.host.api.WidgetItem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.nio.file.FileStore;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.pf4j.Extension;

/** Shows how full the disks that matter to this host are, and its memory. */
@Extension
public final class DiskUsage implements Widget {

  @Override
  public String title() {
    return "Disk and memory";
  }

  @Override
  public List<WidgetItem> items() {
    List<WidgetItem> items = new ArrayList<>();
    disks().forEach((store, path) -> items.add(disk(store, path)));
    MemoryUsage heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
    long limit = heap.getMax() > 0 ? heap.getMax() : heap.getCommitted();
    items.add(gauge("Heap of this host", heap.getUsed(), limit));
    return items;
  }

  /** The roots, and the folders people fill: each store once, named after its first path. */
  private static Map<FileStore, Path> disks() {
    List<Path> paths = new ArrayList<>();
    FileSystems.getDefault().getRootDirectories().forEach(paths::add);
    paths.add(Path.of(System.getProperty("user.home")));
    paths.add(Path.of(System.getProperty("java.io.tmpdir")));
    Map<FileStore, Path> disks = new LinkedHashMap<>();
    try {
      for (Path path : paths) {
        if (Files.isDirectory(path)) {
          disks.putIfAbsent(Files.getFileStore(path), path);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("The disks cannot be listed: " + e.getMessage(), e);
    }
    return disks;
  }

  private static WidgetItem disk(FileStore store, Path path) {
    try {
      long total = store.getTotalSpace();
      return gauge("Disk " + path, total - store.getUsableSpace(), total);
    } catch (IOException e) {
      return new WidgetItem.Entry("Disk " + path, "cannot be read: " + e.getMessage());
    }
  }

  static WidgetItem gauge(String label, long used, long total) {
    if (total <= 0) {
      return new WidgetItem.Entry(label, "size unknown");
    }
    double share = Math.min(1, Math.max(0, (double) used / total));
    String value =
        ByteCount.format(used)
            + " of "
            + ByteCount.format(total)
            + " used ("
            + Math.round(share * 100)
            + " %)";
    return new WidgetItem.Gauge(label, value, share);
  }
}
