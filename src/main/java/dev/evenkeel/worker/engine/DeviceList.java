package dev.evenkeel.worker.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Reads {@code evenkeel.devices}. */
public final class DeviceList {

  private static final int MAX_AUTO_SLOTS = 8;
  private static final int MAX_SLOTS = 256;

  private DeviceList() {}

  /** One device an engine; {@code auto} is every CUDA device, else a CPU slot a core, at most 8. */
  public static List<Device> parse(String text, Machine machine) {
    String wanted = text.strip();
    if (wanted.equals("none")) {
      return List.of();
    }
    if (wanted.equals("auto")) {
      return auto(machine);
    }
    if (wanted.startsWith("cpu:")) {
      return numbered(Device.Kind.CPU, number(text, wanted.substring(4), 1));
    }
    if (wanted.startsWith("cuda:")) {
      return cuda(text, wanted.substring(5), machine);
    }
    throw unreadable(text);
  }

  private static List<Device> auto(Machine machine) {
    if (machine.cudaBackend() && machine.cudaDevices() > 0) {
      return numbered(Device.Kind.CUDA, machine.cudaDevices());
    }
    return numbered(Device.Kind.CPU, Math.min(machine.cores(), MAX_AUTO_SLOTS));
  }

  private static List<Device> numbered(Device.Kind kind, int count) {
    return IntStream.range(0, count).mapToObj(index -> new Device(kind, index)).toList();
  }

  private static List<Device> cuda(String text, String indices, Machine machine) {
    if (!machine.cudaBackend()) {
      throw new IllegalArgumentException(
          "evenkeel.devices (%s) asks for CUDA, but its backend is not on the class path. Build with -Pcuda, or use cpu:%d."
              .formatted(text, machine.cores()));
    }
    List<Device> devices = new ArrayList<>();
    for (String index : indices.split(",", -1)) {
      Device device = new Device(Device.Kind.CUDA, number(text, index.strip(), 0));
      if (devices.contains(device)) {
        throw new IllegalArgumentException(
            "evenkeel.devices (%s) names %s twice.".formatted(text, device.name()));
      }
      devices.add(device);
    }
    return List.copyOf(devices);
  }

  private static int number(String text, String digits, int least) {
    if (!digits.matches("[0-9]{1,6}")) {
      throw unreadable(text);
    }
    int number = Integer.parseInt(digits);
    if (number < least || number > MAX_SLOTS) {
      throw new IllegalArgumentException(
          "evenkeel.devices (%s): %d must be between %d and %d."
              .formatted(text, number, least, MAX_SLOTS));
    }
    return number;
  }

  private static IllegalArgumentException unreadable(String text) {
    return new IllegalArgumentException(
        "evenkeel.devices (%s) must be auto, none, cpu:<slots> or cuda:<index>,<index>."
            .formatted(text));
  }
}
