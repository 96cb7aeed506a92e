//! Bytes as text: of the encoding that is named, or of the one that they look like (I4).

use domain::{import::Encoding, refusal::Refusal};
use encoding_rs::{ISO_8859_2, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1250};

/// How much of a file is looked at to tell its encoding.
const LOOKED_AT: usize = 64 << 10;

/// The text of a file, without a mark of its encoding, and the encoding. Refused with the line in which it breaks off.
pub fn decode(bytes: &[u8], named: Option<Encoding>) -> Result<(String, Encoding), Refusal> {
    let encoding = named.unwrap_or_else(|| guessed(bytes));
    let rules = match encoding {
        Encoding::Utf16Le => UTF_16LE,
        Encoding::Utf16Be => UTF_16BE,
        Encoding::Windows1250 => WINDOWS_1250,
        Encoding::Iso88592 => ISO_8859_2,
        Encoding::Utf8 | Encoding::Workbook => UTF_8,
    };
    let (text, broken) = rules.decode_with_bom_removal(bytes);
    if broken {
        let good = text.split(char::REPLACEMENT_CHARACTER).next().unwrap_or_default();
        return Err(Refusal::UnreadableLine { line: 1 + good.matches('\n').count() });
    }
    Ok((text.into_owned(), encoding))
}

fn guessed(bytes: &[u8]) -> Encoding {
    let head = &bytes[..bytes.len().min(LOOKED_AT)];
    match head {
        [0xEF, 0xBB, 0xBF, ..] => return Encoding::Utf8,
        [0xFF, 0xFE, ..] => return Encoding::Utf16Le,
        [0xFE, 0xFF, ..] => return Encoding::Utf16Be,
        _ => {}
    }
    // Western letters, marks and digits have a zero beside them.
    let zeros = |parity: usize| head.iter().skip(parity).step_by(2).filter(|byte| **byte == 0).count();
    if zeros(1) * 4 > head.len() {
        return Encoding::Utf16Le;
    }
    if zeros(0) * 4 > head.len() {
        return Encoding::Utf16Be;
    }
    if std::str::from_utf8(bytes).is_ok() {
        return Encoding::Utf8;
    }
    // The two differ in ą, ś, ź and Ą, Ś, Ź: where one has a letter, the other has a mark or nothing.
    let count = |letters: &[u8]| bytes.iter().filter(|byte| letters.contains(byte)).count();
    let windows = count(&[0xB9, 0x9C, 0x9F, 0xA5, 0x8C, 0x8F]);
    let iso = count(&[0xB1, 0xB6, 0xBC, 0xA1, 0xA6, 0xAC]);
    if iso > windows { Encoding::Iso88592 } else { Encoding::Windows1250 }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "Firma;Miasto\nŁąka Śliwa;Żółć źdźbło\n";

    #[test]
    fn a_file_of_polish_letters_is_read_in_each_encoding() {
        let utf16 = |little: bool, mark: bool| -> Vec<u8> {
            let mark = mark.then_some('\u{feff}');
            let text: String = mark.into_iter().chain(TEXT.chars()).collect();
            let bytes = |unit: u16| if little { unit.to_le_bytes() } else { unit.to_be_bytes() };
            text.encode_utf16().flat_map(bytes).collect()
        };
        let (windows, ..) = WINDOWS_1250.encode(TEXT);
        let (iso, ..) = ISO_8859_2.encode(TEXT);
        for (bytes, want) in [
            (TEXT.as_bytes().to_vec(), Encoding::Utf8),
            ([b"\xEF\xBB\xBF", TEXT.as_bytes()].concat(), Encoding::Utf8),
            (windows.into_owned(), Encoding::Windows1250),
            (iso.into_owned(), Encoding::Iso88592),
            (utf16(true, true), Encoding::Utf16Le),
            (utf16(false, true), Encoding::Utf16Be),
            (utf16(true, false), Encoding::Utf16Le),
            (utf16(false, false), Encoding::Utf16Be),
        ] {
            assert_eq!(decode(&bytes, None), Ok((TEXT.to_owned(), want)));
        }
    }

    #[test]
    fn what_breaks_off_is_told_by_its_line() {
        let broken = b"a;b\n1;\xFF\n";
        assert_eq!(decode(broken, Some(Encoding::Utf8)), Err(Refusal::UnreadableLine { line: 2 }));
        assert!(decode(broken, None).is_ok(), "in another encoding it is a letter");
    }
}
