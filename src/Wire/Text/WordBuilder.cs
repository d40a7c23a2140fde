using System.Text;

namespace SoundTime.Wire.Text;

/// <summary>Puts words together, letter by letter.</summary>
/// <param name="letters">Room for the longest word.</param>
/// <param name="words">Where words go that have ended.</param>
internal ref struct WordBuilder(Span<char> letters, List<string> words)
{
    /// <summary>Longest beginning that an apostrophe sets off from the rest, as <c>l'</c> and <c>qu'</c>.</summary>
    private const int MaxElision = 2;

    /// <summary>Shortest rest after such a beginning that is a word of its own; the ends of English verbs are shorter.</summary>
    private const int MinRest = 3;

    private const int FirstSyllable = 0xAC00, LastSyllable = 0xD7A3, FirstLead = 0x1100, FirstVowel = 0x1161, FirstTail = 0x11A7;
    private const int Leads = 19, Vowels = 21, Tails = 28;

    private readonly Span<char> _letters = letters;
    private int _length;
    private int _rest;
    private bool _isFull;
    private bool _isWhole;

    /// <summary>Whether a word was begun and has not ended.</summary>
    public readonly bool IsBegun => _length > 0;

    /// <summary>Adds a letter or digit.</summary>
    public void Append(char letter)
    {
        if (_isWhole)
        {
            End();
        }

        Put(letter);
    }

    /// <summary>Adds a letter or digit.</summary>
    public void Append(Rune letter)
    {
        if (_isWhole)
        {
            End();
        }

        Put(letter);
    }

    /// <summary>Adds a mark to the letter before; one without a letter is no part of a word.</summary>
    public void AppendMark(Rune mark)
    {
        if (IsBegun)
        {
            // A word does not begin with a mark.
            _rest = _rest == _length ? 0 : _rest;
            Put(mark);
        }
    }

    /// <summary>The word goes on after an apostrophe.</summary>
    public void MarkApostrophe()
    {
        if (_rest == 0 && _length <= MaxElision)
        {
            _rest = _length;
        }
    }

    /// <summary>The next letter begins another word; marks do not.</summary>
    public void EndBeforeNextLetter() => _isWhole = true;

    /// <summary>Ends the word, if one was begun.</summary>
    public void End()
    {
        if (IsBegun)
        {
            var word = _letters[.._length];
            words.Add(word.ToString());
            if (_rest > 0 && _length - _rest >= MinRest)
            {
                words.Add(word[_rest..].ToString());
            }
        }

        _length = _rest = 0;
        _isFull = _isWhole = false;
    }

    private void Put(Rune rune)
    {
        if (!rune.IsBmp)
        {
            _isFull |= _length + rune.Utf16SequenceLength > _letters.Length;
            _length += _isFull ? 0 : rune.EncodeToUtf16(_letters[_length..]);
        }
        else if (!IsComposed((char)rune.Value))
        {
            Put((char)rune.Value);
        }
    }

    private void Put(char letter)
    {
        _isFull |= _length == _letters.Length;
        if (!_isFull)
        {
            _letters[_length++] = letter;
        }
    }

    /// <summary>Makes the letters of a Hangul syllable one character (Unicode Standard, section 3.12), as they are usually stored.</summary>
    private readonly bool IsComposed(char letter)
    {
        if (_length == 0 || letter is < (char)FirstVowel or > (char)(FirstTail + Tails - 1))
        {
            return false;
        }

        ref var before = ref _letters[_length - 1];
        if (before - FirstLead is >= 0 and < Leads && letter - FirstVowel is >= 0 and < Vowels)
        {
            before = (char)(FirstSyllable + ((((before - FirstLead) * Vowels) + (letter - FirstVowel)) * Tails));
            return true;
        }

        if (before is >= (char)FirstSyllable and <= (char)LastSyllable && (before - FirstSyllable) % Tails == 0 && letter - FirstTail is > 0 and < Tails)
        {
            before = (char)(before + (letter - FirstTail));
            return true;
        }

        return false;
    }
}
