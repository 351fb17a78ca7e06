package dev.evenkeel.dataset.column;

import dev.evenkeel.dataset.cells.CellFaults;
import dev.evenkeel.dataset.cells.Cells;
import dev.evenkeel.dataset.cells.UnreadableFile;
import dev.evenkeel.dataset.profile.ColumnProfile;
import dev.evenkeel.dataset.spec.ColumnType;
import dev.evenkeel.training.data.CellText;
import java.io.IOException;

/** The column that says which sequence a row belongs to. Ids are numbered as they appear. */
public final class SequenceIdColumn implements Column {

  public static final int NONE = -1;

  private static final int LONGEST_ID = 500;

  private final String name;
  private final CellFaults faults;
  private final int most;
  private final TextDictionary ids = new TextDictionary();
  private int sequence = NONE;

  /**
   * @param most sequences that are taken
   */
  SequenceIdColumn(String name, CellFaults faults, int most) {
    this.name = name;
    this.faults = faults;
    this.most = most;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public void readFrom(Cells cells) throws IOException {
    cells.readCell();
    String id = cells.text();
    sequence = NONE;
    if (CellText.isMissing(id)) {
      faults.badCell(cells.line(), name, id, "is no id of a sequence; every row needs one");
    } else if (id.length() > LONGEST_ID) {
      faults.badCell(
          cells.line(),
          name,
          id,
          "is longer than %d characters, too long for an id".formatted(LONGEST_ID));
    } else {
      sequence = ids.findOrAdd(id);
      requireRoom();
    }
  }

  private void requireRoom() {
    if (ids.size() > most) {
      throw UnreadableFile.because(
          "too_many_sequences",
          "Column '%s' names more than %d sequences, the most that is taken. Is it the id of a sequence, the same in all rows of one?"
              .formatted(name, most));
    }
  }

  /** The number of the sequence read last, {@link #NONE} where the cell was no id. */
  public int sequence() {
    return sequence;
  }

  /** How many sequences there are. */
  public int count() {
    return ids.size();
  }

  public String id(int sequence) {
    return ids.text(sequence);
  }

  @Override
  public ColumnProfile profile() {
    return new ColumnProfile(name, ColumnType.SEQUENCE_ID, null, null, null, null, 0, 0, null);
  }
}
